package app.durus.server.catalogue.importing.scan;

import app.durus.server.audio.AudioFile;
import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.importing.names.NaturalOrder;
import app.durus.server.catalogue.importing.names.PathText;
import app.durus.server.catalogue.importing.overrides.LibraryOverrides;
import app.durus.server.catalogue.importing.overrides.OverridesLoader;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportProgress;
import app.durus.server.covers.CoverStore;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Looks through a folder and everything below it. Hidden files and folders and what is no recording
 * are passed over quietly; what should be a recording and is not becomes a problem, never an end.
 * Blocking.
 */
public final class FolderScan {

  /** Longer ones do not fit into an index of the database. */
  private static final int LONGEST_PATH_BYTES = 2_000;

  private final Path root;
  private final ImportedCovers covers;
  private final Map<String, List<Path>> candidates = new TreeMap<>(NaturalOrder.INSTANCE);
  private final List<FoundFile> files = new ArrayList<>();
  private final Set<String> unreadable = new HashSet<>();
  private final List<ImportProblem> problems = new ArrayList<>();

  private final UnsupportedAudioCount others = new UnsupportedAudioCount();
  private final OverridesLoader corrections = new OverridesLoader(problems);

  private FolderScan(Path root, CoverStore covers) {
    this.root = root;
    this.covers = new ImportedCovers(root, covers, problems);
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
   */
  public static Found of(Path root, CoverStore covers, ImportProgress progress) throws IOException {
    FolderScan scan = new FolderScan(root, covers);
    Files.walkFileTree(
        root, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, scan.new Visitor());
    scan.corrections.read(scan.candidates.keySet(), scan.unreadable);
    int looked = 0;
    for (Map.Entry<String, List<Path>> candidate : scan.candidates.entrySet()) {
      scan.look(candidate.getKey(), candidate.getValue());
      progress.through(ImportProgress.Stage.READING, ++looked, scan.candidates.size());
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
      return !folder.equals(root) && isHidden(folder)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && isRecording(file)) {
        propose(file);
      } else if (attributes.isRegularFile() || OverridesLoader.isOne(file)) {
        noteBeside(file);
      } else if (attributes.isSymbolicLink() && !isHidden(file)) {
        // The walk follows links; one that it shows leads nowhere, to an unmounted disk perhaps.
        leave(file, "It is a link that leads nowhere; what is known of it stays.");
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (file.equals(root)) {
        throw failure;
      }
      if (isHidden(file) || failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      if (OverridesLoader.isOne(file)) {
        noteBeside(file);
      } else {
        // Of what cannot be looked at nobody knows whether it is a folder full of recordings.
        boolean circle = failure instanceof FileSystemLoopException;
        leave(
            file,
            circle
                ? "It is a link to a folder that it lies in; passed over."
                : "It cannot be read; what is known of it stays.");
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
    problems.add(new ImportProblem(path, sentence));
  }

  private void propose(Path file) {
    if (PathText.relative(root, file).isEmpty()) {
      problems.add(
          new ImportProblem(shown(file), "Its name is not valid UTF-8; skipped until renamed."));
      return;
    }
    String path = shown(file);
    if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH_BYTES) {
      problems.add(
          new ImportProblem(
              path, "Its path is longer than 2,000 bytes; skipped until it is shorter."));
      return;
    }
    candidates.computeIfAbsent(path, key -> new ArrayList<>()).add(file);
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

  private void look(String path, List<Path> locations) {
    if (locations.size() > 1) {
      unreadable.add(path);
      problems.add(
          new ImportProblem(
              path, "Two files have this name, spelled differently in Unicode; both skipped."));
      return;
    }
    Path location = locations.getFirst();
    try {
      AudioFormat format = AudioFormat.ofFileName(path).orElseThrow();
      AtomicReference<String> cover = new AtomicReference<>();
      switch (AudioFile.inspect(
          location, format, picture -> cover.set(covers.embedded(path, picture)))) {
        case AudioFile.Playable playable -> {
          files.add(new FoundFile(path, location, playable, cover.get()));
          playable.remarks().forEach(remark -> problems.add(new ImportProblem(path, remark)));
        }
        case AudioFile.Unusable unusable -> {
          unreadable.add(path);
          problems.add(new ImportProblem(path, unusable.why() + " Skipped."));
        }
      }
    } catch (IOException e) {
      unreadable.add(path);
      problems.add(new ImportProblem(path, "It cannot be read. Skipped."));
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
    String noSlash = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return Normalizer.normalize(noSlash, Normalizer.Form.NFC);
  }
}
