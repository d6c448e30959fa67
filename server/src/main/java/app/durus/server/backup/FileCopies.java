package app.durus.server.backup;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Copies folders of files that never change: recordings and pictures, named by the hash of their
 * content. Where both folders are on one file system, a copy is a hard link, which takes no time
 * and no space.
 */
final class FileCopies {

  /** What the name of a file begins with that is not complete. */
  private static final String UNFINISHED = ".";

  private final FileHashes earlier;
  private final FileHashes hashes = new FileHashes();
  private long files;
  private long bytes;

  /**
   * @param earlier the hashes of the target's files when it was complete the last time
   */
  FileCopies(FileHashes earlier) {
    this.earlier = earlier;
  }

  /** The hashes of all copied files. */
  FileHashes hashes() {
    return hashes;
  }

  /** How many files are in the target folders by now, those included that were there before. */
  long files() {
    return files;
  }

  /** The size of these files. */
  long bytes() {
    return bytes;
  }

  /**
   * Copies all complete files that the target lacks, or has in another form. A file that disappears
   * meanwhile is left out: it was a recording that nobody can listen to any more.
   *
   * @param name of the folder in both
   */
  void copy(Path fromParent, Path toParent, String name) throws IOException {
    Path from = fromParent.resolve(name);
    Path to = toParent.resolve(name);
    if (!Files.isDirectory(from)) {
      return;
    }
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()
                && !file.getFileName().toString().startsWith(UNFINISHED)) {
              Path relative = from.relativize(file);
              copyFile(file, attributes, to.resolve(relative), name + "/" + withSlashes(relative));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
  }

  private static String withSlashes(Path relative) {
    return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
  }

  private void copyFile(Path file, BasicFileAttributes attributes, Path target, String path)
      throws IOException {
    try {
      String known = isUnchanged(file, attributes, target) ? earlier.of(path) : "";
      if (known.isEmpty()) {
        known = FileHashes.sha256(file);
        if (!Files.exists(target) || !FileHashes.sha256(target).equals(known)) {
          Files.deleteIfExists(target);
          link(file, target);
        }
      }
      hashes.put(path, known);
      files++;
      bytes += attributes.size();
    } catch (NoSuchFileException e) {
      if (Files.exists(file)) {
        throw e;
      }
    }
  }

  /**
   * Whether the target need not be read again: it is a link to the file, or a copy that nobody has
   * written to since. Reading all recordings every night would take hours.
   */
  private static boolean isUnchanged(Path file, BasicFileAttributes attributes, Path target)
      throws IOException {
    if (!Files.exists(target)) {
      return false;
    }
    BasicFileAttributes found = Files.readAttributes(target, BasicFileAttributes.class);
    return found.size() == attributes.size()
        && (Files.isSameFile(file, target)
            || found.lastModifiedTime().equals(attributes.lastModifiedTime()));
  }

  /**
   * Copies the files of a list whose content is as the list says.
   *
   * @return the paths of the others
   */
  static List<String> copyIntact(FileHashes listed, Path from, Path to) throws IOException {
    List<String> damaged = new ArrayList<>();
    for (Map.Entry<String, String> entry : listed.entries()) {
      Path file = from.resolve(entry.getKey());
      Path target = to.resolve(entry.getKey());
      if (!Files.isRegularFile(file) || !isIntact(file, entry.getValue())) {
        damaged.add(entry.getKey());
      } else if (!Files.exists(target) || !isIntact(target, entry.getValue())) {
        Files.createDirectories(target.getParent());
        Files.deleteIfExists(target);
        link(file, target);
      }
    }
    return damaged;
  }

  /** A file on a bad sector cannot be read, and is not intact. */
  private static boolean isIntact(Path file, String sha256) {
    try {
      return FileHashes.sha256(file).equals(sha256);
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static void link(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      // Another file system, or one without links.
      Path unfinished = target.resolveSibling(UNFINISHED + target.getFileName());
      try {
        Files.copy(
            file,
            unfinished,
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.COPY_ATTRIBUTES);
        TableFiles.sync(unfinished);
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    }
  }
}
