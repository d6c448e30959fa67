package app.durus.server.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Temporary folders through which other users of the machine can pass, without seeing their
 * contents. When root runs the tests, PostgreSQL runs under another account, and Java's own
 * temporary folders are closed to it. JUnit's {@code @TempDir} uses this class ({@code
 * junit-platform.properties}).
 */
public final class ReachableFolder implements TempDirFactory {

  /** A folder whose name begins so; the caller deletes it. */
  public static Path make(String prefix) throws IOException {
    Path folder = Files.createTempDirectory(prefix);
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    }
    return folder;
  }

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
      throws IOException {
    return make("junit-");
  }
}
