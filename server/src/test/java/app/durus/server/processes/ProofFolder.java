package app.durus.server.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for the databases and logs of a proof, deleted when it is closed. */
public final class ProofFolder implements AutoCloseable {

  private final Path path;

  public ProofFolder() throws IOException {
    path = ReachableFolder.make("durus-proof");
    System.err.println("databases and logs are in " + path);
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    delete(path);
  }

  /** With all that is in it. */
  public static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(one -> one.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
