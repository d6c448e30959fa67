package app.durus.server.catalogue.importing.scan;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.importing.names.NaturalOrder;
import app.durus.server.catalogue.importing.names.PathText;
import app.durus.server.catalogue.importing.overrides.LibraryOverrides;
import app.durus.server.catalogue.importing.overrides.OverridesLoader;
import app.durus.server.catalogue.importing.report.ImportProblem;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Walks through a library and finds its recordings, without reading them. Hidden files and folders,
 * folders of the system, what {@code .durusignore} names and what is no recording are passed over.
 * Blocking; used once.
 */
final class FolderWalk {

  /** Longer ones do not fit into an index of the database. */
  private static final int LONGEST_PATH_BYTES = 2_000;

  private final Path root;
  private final DataFolders dataFolders;
  private final OverridesLoader corrections;
  private final ImportedCovers covers;
  private final UnsupportedAudioCount others;
  private final ScanNotes notes;
  private final IgnoreFiles ignored = new IgnoreFiles();
  private final Map<String, List<Candidate>> byFolder = new TreeMap<>(NaturalOrder.INSTANCE);

  /**
   * @param name in Unicode's form C
   * @param path as it is shown
   */
  private record Candidate(String name, String path, Path location) {}

  /**
   * What was found.
   *
   * @param recordings their files by the paths as they are shown: folder by folder in natural
   *     order, and by name within each
   * @param ambiguous paths that are those of several files; {@code recordings} has one of each
   */
  record Outcome(Map<String, Path> recordings, Set<String> ambiguous) {}

  /**
   * A folder that is being walked through.
   *
   * @param path as it is shown; empty for the library itself
   * @param isInUtf8 whether its name and those of all folders around it can be read
   */
  private record Folder(String path, boolean isInUtf8, List<Candidate> recordings) {}

  /**
   * @param root a real path
   * @param corrections gets the {@code durus.yaml} files
   * @param covers gets the pictures
   * @param others gets the other files
   */
  FolderWalk(
      Path root,
      DataFolders dataFolders,
      OverridesLoader corrections,
      ImportedCovers covers,
      UnsupportedAudioCount others,
      ScanNotes notes) {
    this.root = root;
    this.dataFolders = dataFolders;
    this.corrections = corrections;
    this.covers = covers;
    this.others = others;
    this.notes = notes;
  }

  /**
   * @throws IOException when the library's own folder cannot be read
   */
  Outcome run() throws IOException {
    Files.walkFileTree(
        root, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new Visitor());
    Map<String, Path> recordings = new LinkedHashMap<>();
    Set<String> ambiguous = new TreeSet<>(NaturalOrder.INSTANCE);
    for (List<Candidate> candidates : byFolder.values()) {
      candidates.sort(Comparator.comparing(Candidate::name, NaturalOrder.INSTANCE));
      for (Candidate candidate : candidates) {
        if (recordings.putIfAbsent(candidate.path, candidate.location) != null) {
          ambiguous.add(candidate.path);
        }
      }
    }
    return new Outcome(recordings, ambiguous);
  }

  private final class Visitor extends SimpleFileVisitor<Path> {

    /** The folder that is being walked through, and those around it, the nearest first. */
    private final Deque<Folder> around = new ArrayDeque<>();

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      String path = around.isEmpty() ? "" : shown(folder);
      if (!path.isEmpty() && isPassedOver(folder, path, attributes)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      try {
        ignored.enter(folder, path);
      } catch (IgnoreFiles.InvalidPattern e) {
        return leaveFolder(path, e.getMessage());
      } catch (IOException e) {
        return leaveFolder(path, "It cannot be read.");
      }
      boolean isInUtf8 =
          around.isEmpty() || around.peek().isInUtf8 && PathText.name(folder).isPresent();
      around.push(
          new Folder(path, isInUtf8, byFolder.computeIfAbsent(path, several -> new ArrayList<>())));
      return FileVisitResult.CONTINUE;
    }

    /** What was to be ignored must not become lectures, and nothing known must be withdrawn. */
    private FileVisitResult leaveFolder(String path, String why) {
      String sentence = why + " Until it is mended, this folder stays as known.";
      notes.unreadable().add(path);
      notes
          .problems()
          .add(ImportProblem.failed(LibraryOverrides.within(path, IgnoreFiles.NAME), sentence));
      return FileVisitResult.SKIP_SUBTREE;
    }

    private boolean isPassedOver(Path folder, String path, BasicFileAttributes attributes) {
      String name = folder.getFileName().toString();
      if (isHidden(name) || SystemFolders.isOne(name) || ignored.isIgnored(path, true)) {
        return true;
      }
      if (dataFolders.isOne(folder, attributes)) {
        notes.remark(path, "It is a data folder of Salafi Durus; passed over.");
        return true;
      }
      return false;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = file.getFileName().toString();
      if (isHidden(name) || ignored.ignoresAnything() && ignored.isIgnored(shown(file), false)) {
        return FileVisitResult.CONTINUE;
      }
      boolean isRecording = AudioFormat.ofFileName(name).isPresent();
      if (attributes.isRegularFile() && isRecording) {
        propose(file);
      } else if (attributes.isRegularFile() || OverridesLoader.isOne(file)) {
        noteBeside(file);
      } else if (attributes.isSymbolicLink()) {
        // The walk follows links; one that it shows leads nowhere, to an unmounted disk perhaps.
        notes.leave(shown(file), "It is a link that leads nowhere; what is known of it stays.");
      } else if (isRecording) {
        notes.leave(
            shown(file), "It is a pipe or a device and not a file; what is known of it stays.");
      }
      return FileVisitResult.CONTINUE;
    }

    private void propose(Path file) {
      Folder folder = around.getFirst();
      String name = PathText.name(file).map(PathText::composed).orElse(null);
      if (name == null || !folder.isInUtf8) {
        notes.remark(shown(file), "Its name is not valid UTF-8; skipped until renamed.");
        return;
      }
      String path = LibraryOverrides.within(folder.path, name);
      if (isTooLong(path)) {
        notes.remark(path, "Its path is longer than 2,000 bytes; skipped until it is shorter.");
        return;
      }
      folder.recordings.add(new Candidate(name, path, file));
    }

    private void noteBeside(Path file) {
      if (OverridesLoader.isOne(file)) {
        corrections.note(shown(file), file);
      } else if (ImportedCovers.isOne(file)) {
        covers.note(shown(file), file);
      } else {
        others.note(shown(file));
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (file.equals(root)) {
        throw failure;
      }
      String name = file.getFileName().toString();
      // Whoever imports mostly may not enter a system's folder: lost+found is root's.
      if (isHidden(name)
          || failure instanceof NoSuchFileException
          || SystemFolders.isOne(name)
          || ignored.isIgnored(shown(file), Files.isDirectory(file))) {
        return FileVisitResult.CONTINUE;
      }
      if (OverridesLoader.isOne(file)) {
        corrections.note(shown(file), file);
      } else if (failure instanceof FileSystemLoopException) {
        notes.unreadable().add(shown(file));
        notes.remark(shown(file), "It is a link to a folder that it lies in; passed over.");
      } else {
        // Of what cannot be looked at nobody knows whether it is a folder full of recordings.
        notes.leave(shown(file), "It cannot be read; what is known of it stays.");
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
      around.pop();
      return failure == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, failure);
    }

    /** The path of what lies in the present folder. It is compared and shown in form C. */
    private String shown(Path file) {
      String name = PathText.name(file).orElseGet(() -> file.getFileName().toString());
      return LibraryOverrides.within(around.getFirst().path, PathText.composed(name));
    }
  }

  private static boolean isTooLong(String path) {
    // No character of UTF-16 takes more than three bytes.
    return path.length() > LONGEST_PATH_BYTES / 3
        && path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH_BYTES;
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".");
  }
}
