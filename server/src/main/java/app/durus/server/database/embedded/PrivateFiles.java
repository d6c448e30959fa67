package app.durus.server.database.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Folders and files that no other user of the machine can open. On file systems without POSIX
 * permissions, as on Windows, the inherited access rights apply.
 */
final class PrivateFiles {

  static final String FOLDER = "rwx------";
  static final String FILE = "rw-------";

  private PrivateFiles() {}

  static boolean arePosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  static void makeFolder(Path folder) throws IOException {
    Files.createDirectory(folder, attributes(folder, FOLDER));
  }

  /** Creates an empty file unless it exists, and makes it private in any case. */
  static void ensureFile(Path file) throws IOException {
    if (Files.notExists(file)) {
      Files.createFile(file, attributes(file, FILE));
    }
    setMode(file, FILE);
  }

  /** Replaces the file atomically. The new content is synced to the disk when this returns. */
  static void replace(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    ensureFile(fresh);
    try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      out.write(StandardCharsets.UTF_8.encode(text));
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * @return whether the mode was different
   */
  static boolean setMode(Path path, String mode) throws IOException {
    if (!arePosix(path)
        || PosixFilePermissions.toString(Files.getPosixFilePermissions(path)).equals(mode)) {
      return false;
    }
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    return true;
  }

  /** Follows no links. */
  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    forEachBottomUp(root, Files::delete);
  }

  /** What is done to each path of a tree. */
  interface PathAction {
    void accept(Path path) throws IOException;
  }

  /**
   * Visits each file and folder of a tree, the root included. A folder comes after all that is in
   * it. Follows no links.
   *
   * @throws IOException when a folder cannot be read to its end, or the action fails; nothing more
   *     is visited then
   */
  static void forEachBottomUp(Path root, PathAction action) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            action.accept(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            action.accept(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static FileAttribute<?>[] attributes(Path path, String mode) {
    return arePosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
