package app.durus.server.backup;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Copies folders of files that never change: recordings and pictures, named by the hash of their
 * content. Where both folders are on one file system, a copy is a hard link, which takes no time
 * and no space.
 */
final class FileCopies {

  /** What the name of a file begins with that is not complete. */
  private static final String UNFINISHED = ".";

  private long files;
  private long bytes;

  /** How many files are in the target folders by now, those included that were there before. */
  long files() {
    return files;
  }

  /** The size of these files. */
  long bytes() {
    return bytes;
  }

  /**
   * Copies all complete files that the target lacks. A file that disappears meanwhile is left out:
   * it was a recording that nobody can listen to any more.
   */
  void copy(Path from, Path to) throws IOException {
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
              copyFile(file, attributes.size(), to.resolve(from.relativize(file)));
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

  private void copyFile(Path file, long size, Path target) throws IOException {
    try {
      if (!Files.exists(target) || Files.size(target) != size) {
        Files.deleteIfExists(target);
        link(file, target);
      }
      files++;
      bytes += size;
    } catch (NoSuchFileException e) {
      if (Files.exists(file)) {
        throw e;
      }
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
      Files.copy(file, unfinished, StandardCopyOption.REPLACE_EXISTING);
      TableFiles.sync(unfinished);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
