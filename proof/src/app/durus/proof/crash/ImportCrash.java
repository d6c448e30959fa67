package app.durus.proof.crash;

import app.durus.proof.run.DivergenceException;
import app.durus.proof.run.ProofLog;
import app.durus.proof.run.ProofOptions;
import app.durus.server.processes.PostgresProcess;
import app.durus.server.processes.Processes;
import app.durus.server.processes.ProofFolder;
import app.durus.server.waiting.Pause;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedSet;

/**
 * The part {@code import} of {@code proof/crash}: SIGKILL hits imports of a new folder, and of the
 * same folder after changes. Another installation imports the same without being disturbed.
 *
 * <ul>
 *   <li>After a kill the catalogue is that of before or that of after the import, and each of its
 *       recordings is in the store with all of its bytes.
 *   <li>After the import that is let through, both installations have the same rows with the same
 *       ids, and the same files: nothing unfinished and nothing that no row names.
 * </ul>
 */
final class ImportCrash {

  static final String PART = "import";

  private static final int FILES = 200;
  private static final int KILLS_OF_AN_IMPORT = 6;
  private static final int KILLS_OF_A_BRIEF_IMPORT = 1;

  /** Before that, an import has not begun to look at the folder. */
  private static final double EARLIEST_KILL = 0.3;

  private final ProofOptions options;
  private final PostgresProcess postgres;
  private final Path folder;
  private final List<String> jvm;
  private int kills;
  private int rows;

  private ImportCrash(ProofOptions options, PostgresProcess postgres, Path folder) {
    this.options = options;
    this.postgres = postgres;
    this.folder = folder;
    // The first import writes the archive, the others start faster with it. None pays for an
    // optimizing compiler. What an import does is the same.
    this.jvm =
        List.of(
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + folder.toAbsolutePath().resolve("import.jsa"),
            "-Xlog:cds=off",
            "-Xlog:aot=off",
            "-XX:TieredStopAtLevel=1");
  }

  /**
   * @param ofAll how many parts share the time
   */
  static boolean run(ProofOptions options, int ofAll) throws Exception {
    ProofLog log = new ProofLog("crash of an import");
    long first = options.from(log);
    long next = first;
    List<String> faults = new ArrayList<>();
    Instant begun = Instant.now();
    Instant until = begun.plus(options.timeOf(1, ofAll));
    ImportCrash crash;
    try (ProofFolder folder = new ProofFolder();
        PostgresProcess postgres = PostgresProcess.start(folder.path())) {
      crash = new ImportCrash(options, postgres, folder.path());
      crash.prepare();
      do {
        try {
          crash.round(next++);
        } catch (DivergenceException | AssertionError e) {
          faults.add("seed " + (next - 1) + ": " + e);
        }
      } while (faults.isEmpty() && !options.single() && Instant.now().isBefore(until));
    }
    faults.forEach(fault -> System.out.println("DIVERGED: " + fault));
    log.end(
        options,
        first,
        next - 1,
        begun,
        String.format(
            Locale.ROOT,
            "%d kills, %d rows compared, %d faults",
            crash.kills,
            crash.rows,
            faults.size()));
    return faults.isEmpty();
  }

  /** Lets one import make the archive of classes, which takes longer than importing. */
  private void prepare() throws Exception {
    ImportedLibrary small = new ImportedLibrary(folder.resolve("small_library"), 1, new Random(0));
    installation("small").importAll(small.folder());
  }

  private void round(long seed) throws Exception {
    Random random = new Random(seed);
    ImportedLibrary library = new ImportedLibrary(folder.resolve("library_" + seed), FILES, random);
    ImportingInstallation whole = installation("undisturbed_" + seed);
    ImportingInstallation killed = installation("killed_" + seed);
    compare(library, whole, killed, random);
    library.change();
    compare(library, whole, killed, random);
  }

  private ImportingInstallation installation(String name) throws Exception {
    return new ImportingInstallation(postgres, folder, name, jvm);
  }

  private void compare(
      ImportedLibrary library,
      ImportingInstallation whole,
      ImportingInstallation killed,
      Random random)
      throws Exception {
    List<String> before = killed.rows();
    Instant began = Instant.now();
    whole.importAll(library.folder());
    long tookMs = Duration.between(began, Instant.now()).toMillis();
    List<String> after = whole.rows();
    int planned = options.brief() ? KILLS_OF_A_BRIEF_IMPORT : KILLS_OF_AN_IMPORT;
    for (int i = 0; i < planned; i++) {
      killOnce(killed, library.folder(), tookMs, random);
      List<String> now = killed.rows();
      DivergenceException.unless(
          now.equals(after) || now.equals(before),
          "half of an import is in the catalogue: " + now.size() + " rows");
      killed.checkRecordings();
    }
    killed.importAll(library.folder());
    DivergenceException.unless(
        killed.rows().equals(after), difference("rows", after, killed.rows()));
    rows += after.size();
    SortedSet<String> files = killed.files();
    DivergenceException.unless(
        files.equals(whole.files()), difference("files", whole.files(), files));
    killed.checkRecordings();
  }

  private void killOnce(
      ImportingInstallation installation, Path library, long tookMs, Random random)
      throws Exception {
    Process running = installation.begin(library);
    Pause.random(Math.round(tookMs * EARLIEST_KILL), tookMs + 1, random);
    if (running.isAlive()) {
      kills++;
    }
    Processes.kill(running);
    installation.awaitDisconnected();
  }

  private static String difference(
      String what, Collection<String> wanted, Collection<String> found) {
    List<String> lacking = new ArrayList<>(wanted);
    lacking.removeAll(found);
    List<String> extra = new ArrayList<>(found);
    extra.removeAll(wanted);
    return what + " differ: lacking " + lacking + ", beyond " + extra;
  }
}
