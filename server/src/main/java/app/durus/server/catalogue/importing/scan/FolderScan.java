package app.durus.server.catalogue.importing.scan;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.importing.names.NaturalOrder;
import app.durus.server.catalogue.importing.names.PathText;
import app.durus.server.catalogue.importing.overrides.LibraryOverrides;
import app.durus.server.catalogue.importing.overrides.OverridesLoader;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Looks through a folder and everything below it. Hidden files and folders, folders of the system,
 * what {@code .durusignore} names and what is no recording are passed over quietly. What should be
 * a recording and is not becomes a problem and never ends the scan. Blocking.
 */
public final class FolderScan {

  /** Longer ones do not fit into an index of the database. */
  private static final int LONGEST_PATH_BYTES = 2_000;

  private final Path root;
  private final DataFolders dataFolders;
  private final ScanCache cache;
  private final ImportedCovers covers;
  private final IgnoreFiles ignored = new IgnoreFiles();
  private final Map<String, List<Path>> candidates = new TreeMap<>(NaturalOrder.INSTANCE);
  private final List<FoundFile> files = new ArrayList<>();
  private final Set<String> unreadable = new HashSet<>();
  private final List<ImportProblem> problems = new ArrayList<>();

  private final UnsupportedAudioCount others = new UnsupportedAudioCount();
  private final OverridesLoader corrections = new OverridesLoader(problems);

  private FolderScan(Path root, Path dataFolder, Pictures pictures) {
    this.root = root;
    this.dataFolders = new DataFolders(dataFolder);
    this.cache = ScanCache.of(dataFolder, root);
    this.covers = new ImportedCovers(root, pictures, problems);
  }

  /**
   * @param files in natural order of their paths
   * @param unreadable paths of files and folders that are there but say nothing: whatever was known
   *     from them is not missing
   * @param folderCovers ids of the pictures that lie beside recordings, by folder
   * @param covers ids of the pictures that {@code durus.yaml} files name, by path
   */
  public record Found(
      List<FoundFile> files,
      Set<String> unreadable,
      List<ImportProblem> problems,
      LibraryOverrides corrections,
      Map<String, String> folderCovers,
      Map<String, String> covers) {}

  /**
   * @param root a real path
   * @param dataFolder of this installation; it is no library even where it lies in one. What is
   *     read of files is kept in it
   * @param keeps whether that may be written
   */
  public static Found of(
      Path root, Path dataFolder, Pictures pictures, boolean keeps, ImportProgress progress)
      throws IOException {
    FolderScan scan = new FolderScan(root, dataFolder, pictures);
    Files.walkFileTree(
        root, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, scan.new Visitor());
    scan.corrections.read(scan.candidates.keySet(), scan.unreadable);
    scan.readCandidates(progress);
    if (keeps) {
      scan.saveCache();
    }
    scan.covers.take(scan.files, scan.corrections.byFolder());
    scan.problems.addAll(scan.others.problems());
    return new Found(
        scan.files,
        scan.unreadable,
        scan.problems,
        new LibraryOverrides(scan.corrections.byFolder()),
        scan.covers.byFolder(),
        scan.covers.named());
  }

  private final class Visitor extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      String path = folder.equals(root) ? "" : shown(folder);
      if (!path.isEmpty() && isPassedOver(folder, path)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      try {
        ignored.enter(folder, path);
        return FileVisitResult.CONTINUE;
      } catch (IgnoreFiles.InvalidPattern e) {
        return leaveFolder(path, e.getMessage());
      } catch (IOException e) {
        return leaveFolder(path, "It cannot be read.");
      }
    }

    /** What was to be ignored must not become lectures, and nothing known must be withdrawn. */
    private FileVisitResult leaveFolder(String path, String why) {
      unreadable.add(path);
      problems.add(
          ImportProblem.failed(
              LibraryOverrides.within(path, IgnoreFiles.NAME),
              why + " Until it is mended, this folder stays as known."));
      return FileVisitResult.SKIP_SUBTREE;
    }

    private boolean isPassedOver(Path folder, String path) {
      if (isHidden(folder)
          || SystemFolders.isOne(folder.getFileName().toString())
          || ignored.isIgnored(path, true)) {
        return true;
      }
      if (dataFolders.isOne(folder)) {
        problems.add(new ImportProblem(path, "It is a data folder of Salafi Durus; passed over."));
        return true;
      }
      return false;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (isHidden(file) || ignored.ignoresAnything() && ignored.isIgnored(shown(file), false)) {
        return FileVisitResult.CONTINUE;
      }
      if (attributes.isRegularFile() && isRecording(file)) {
        propose(file);
      } else if (attributes.isRegularFile() || OverridesLoader.isOne(file)) {
        noteBeside(file);
      } else if (attributes.isSymbolicLink()) {
        // The walk follows links; one that it shows leads nowhere, to an unmounted disk perhaps.
        leave(file, "It is a link that leads nowhere; what is known of it stays.");
      } else if (isRecording(file)) {
        leave(file, "It is a pipe or a device and not a file; what is known of it stays.");
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (file.equals(root)) {
        throw failure;
      }
      // Whoever imports mostly may not enter a system's folder: lost+found is root's.
      if (isHidden(file)
          || failure instanceof NoSuchFileException
          || SystemFolders.isOne(file.getFileName().toString())
          || ignored.isIgnored(shown(file), Files.isDirectory(file))) {
        return FileVisitResult.CONTINUE;
      }
      if (OverridesLoader.isOne(file)) {
        noteBeside(file);
      } else {
        // Of what cannot be looked at nobody knows whether it is a folder full of recordings.
        if (failure instanceof FileSystemLoopException) {
          unreadable.add(shown(file));
          problems.add(
              new ImportProblem(
                  shown(file), "It is a link to a folder that it lies in; passed over."));
        } else {
          leave(file, "It cannot be read; what is known of it stays.");
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
      return failure == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, failure);
    }
  }

  private void leave(Path file, String sentence) {
    String path = shown(file);
    unreadable.add(path);
    problems.add(ImportProblem.failed(path, sentence));
  }

  private void propose(Path file) {
    Optional<String> text = PathText.relative(root, file);
    if (text.isEmpty()) {
      problems.add(
          new ImportProblem(shown(file), "Its name is not valid UTF-8; skipped until renamed."));
      return;
    }
    String path = Normalizer.normalize(text.get(), Normalizer.Form.NFC);
    if (isTooLong(path)) {
      problems.add(
          new ImportProblem(
              path, "Its path is longer than 2,000 bytes; skipped until it is shorter."));
      return;
    }
    candidates.merge(path, List.of(file), FolderScan::both);
  }

  private static boolean isTooLong(String path) {
    // No character of UTF-16 takes more than three bytes.
    return path.length() > LONGEST_PATH_BYTES / 3
        && path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH_BYTES;
  }

  private static List<Path> both(List<Path> some, List<Path> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private void noteBeside(Path file) {
    if (OverridesLoader.isOne(file)) {
      corrections.note(shown(file), file);
    } else if (ImportedCovers.isOne(file)) {
      covers.note(shown(file), file);
    } else if (!isHidden(file)) {
      others.note(shown(file));
    }
  }

  private void readCandidates(ImportProgress progress) {
    AtomicInteger looked = new AtomicInteger();
    int all = candidates.size();
    RecordingReader.Listener listener =
        (path, location, finding) -> {
          note(path, location, finding);
          progress.through(ImportProgress.Stage.READING, looked.incrementAndGet(), all);
        };
    try (RecordingReader reader = new RecordingReader(cache, covers, listener)) {
      candidates.forEach(
          (path, locations) -> {
            if (locations.size() > 1) {
              unreadable.add(path);
              problems.add(
                  new ImportProblem(
                      path,
                      "Two files have this name, spelled differently in Unicode; both skipped."));
              looked.incrementAndGet();
            } else {
              reader.read(path, locations.getFirst());
            }
          });
    }
  }

  /**
   * @param finding null when the file could not be read
   */
  private void note(String path, Path location, FileFinding finding) {
    if (finding == null) {
      unreadable.add(path);
      problems.add(ImportProblem.failed(path, "It cannot be read. Skipped."));
      return;
    }
    problems.addAll(finding.problems());
    if (finding.recording() == null) {
      unreadable.add(path);
    } else {
      files.add(new FoundFile(path, location, finding.recording(), finding.cover()));
    }
  }

  private void saveCache() {
    try {
      cache.save();
    } catch (IOException e) {
      problems.add(
          new ImportProblem(
              "",
              "What was read could not be kept ("
                  + e.getMessage()
                  + "), so the next import reads every file again."));
    }
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  private static boolean isRecording(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".") && AudioFormat.ofFileName(name).isPresent();
  }

  /** Compared and shown in form C: file systems and archives hand out either form. */
  private String shown(Path file) {
    String path = PathText.relative(root, file).orElseGet(() -> root.relativize(file).toString());
    return Normalizer.normalize(path, Normalizer.Form.NFC);
  }
}
