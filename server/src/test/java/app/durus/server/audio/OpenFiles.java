package app.durus.server.audio;

import app.durus.server.waiting.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The files that this process has open, from Linux's {@code /proc}. */
final class OpenFiles {

  private OpenFiles() {}

  /** Waits until this process has closed a file. */
  static void awaitClosed(Path file) throws IOException {
    Path real = file.toRealPath();
    Eventually.isTrue("no open file " + real, () -> !isOpen(real));
  }

  private static boolean isOpen(Path real) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.anyMatch(
          descriptor -> {
            try {
              return Files.readSymbolicLink(descriptor).equals(real);
            } catch (IOException e) {
              return false; // closed meanwhile
            }
          });
    }
  }
}
