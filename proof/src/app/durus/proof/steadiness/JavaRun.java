package app.durus.proof.steadiness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs test classes of JUnit, unit tests or browser tests, in a Java process of their own. */
final class JavaRun {

  /** The path of the library that sets a process's clock, on Debian. */
  private static final Path LIBRARIES = Path.of("/usr/lib");

  private static final String CLOCK_LIBRARY = "libfaketimeMT.so.1";

  private final Path folder;
  private final Optional<Path> clock;

  JavaRun(Path folder) throws IOException {
    this.folder = folder;
    this.clock = clockLibrary();
  }

  private static Optional<Path> clockLibrary() throws IOException {
    if (!Files.isDirectory(LIBRARIES)) {
      return Optional.empty();
    }
    try (Stream<Path> found =
        Files.find(LIBRARIES, 3, (path, it) -> path.endsWith("faketime/" + CLOCK_LIBRARY))) {
      return found.findFirst();
    }
  }

  Outcome run(Suite suite, List<String> classes, Conditions conditions)
      throws IOException, InterruptedException {
    Path report = folder.resolve("junit.tsv");
    Files.deleteIfExists(report);
    SuiteProcess process = new SuiteProcess(folder.resolve("junit.log"));
    int status = process.run(command(classes, conditions, report), environment(suite, conditions));
    if (!Files.exists(report)) {
      return Outcome.broken(
          String.join(", ", classes), "exit status " + status + "\n" + process.lastWords());
    }
    return JUnitReport.read(report);
  }

  private static List<String> command(List<String> classes, Conditions conditions, Path report) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx" + conditions.heapMib() + "m",
                "-XX:ActiveProcessorCount=" + conditions.cores(),
                "-Duser.timezone=" + conditions.timeZone(),
                "-Duser.language=" + conditions.language().substring(0, 2),
                "-Duser.country=" + conditions.language().substring(3),
                "-Ddurus.jar=" + Path.of("target", "salafi-durus.jar").toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path"),
                JUnitMain.class.getName(),
                report.toString(),
                Long.toString(conditions.order())));
    command.addAll(classes);
    return command;
  }

  /**
   * The clock of a browser test is not changed: a wrong clock would break Chromium's sandbox and
   * certificates, which are not tested here.
   */
  private Map<String, String> environment(Suite suite, Conditions conditions) {
    Map<String, String> environment = conditions.environment();
    // The same value as pom.xml sets for test processes: Java cannot name Arabic files in a locale
    // that the machine lacks. OperatorIT and HostLocaleIT test the product in such a locale.
    environment.put("LC_ALL", "C.UTF-8");
    if (suite == Suite.BROWSER) {
      environment.put("DURUS_BROWSER_TESTS", "required");
    } else if (conditions.clockAheadDays() > 0 && clock.isPresent()) {
      environment.put("LD_PRELOAD", clock.get().toString());
      environment.put("FAKETIME", "+" + conditions.clockAheadDays() + "d");
      // The monotonic clock, which waits use, is not changed.
      environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
      // Without this the library moves the ends of Java's waits by the same days. They then end at
      // once, and threads of the virtual machine spin.
      environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }
    return environment;
  }

  boolean canSetTheClock() {
    return clock.isPresent();
  }
}
