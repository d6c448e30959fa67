package app.durus.server.catalogue;

import app.durus.server.audio.AudioFormat;
import app.durus.server.audio.Recording;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
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

/**
 * Looks through a folder and everything below it. Hidden files and folders and other kinds of files
 * are passed over quietly; what should be a recording and is not becomes a problem, never an end.
 * Blocking.
 */
final class FolderScan {

  private final Path root;
  private final Map<String, List<Path>> candidates = new TreeMap<>(NaturalOrder.INSTANCE);
  private final List<FoundFile> files = new ArrayList<>();
  private final Set<String> unreadable = new HashSet<>();
  private final List<ImportProblem> problems = new ArrayList<>();

  private FolderScan(Path root) {
    this.root = root;
  }

  /**
   * @param files in natural order of their paths
   * @param unreadable paths of files and folders that are there but say nothing: whatever was known
   *     from them is not missing
   */
  record Found(List<FoundFile> files, Set<String> unreadable, List<ImportProblem> problems) {}

  /**
   * @param root a real path
   */
  static Found of(Path root) throws IOException {
    FolderScan scan = new FolderScan(root);
    Files.walkFileTree(
        root, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, scan.new Visitor());
    scan.candidates.forEach(scan::look);
    return new Found(scan.files, scan.unreadable, scan.problems);
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
      if (!isHidden(file) && (isRecording(file) || Files.isDirectory(file))) {
        leave(file, "It cannot be read; what is known of it stays.");
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
    candidates.computeIfAbsent(shown(file), path -> new ArrayList<>()).add(file);
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
      switch (Recording.inspect(location, format)) {
        case Recording.Playable playable -> {
          files.add(new FoundFile(path, location, playable));
          playable.remarks().forEach(remark -> problems.add(new ImportProblem(path, remark)));
        }
        case Recording.Unusable unusable -> {
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
