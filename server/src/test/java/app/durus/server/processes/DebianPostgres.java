package app.durus.server.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The PostgreSQL that Debian's package {@code postgresql} installs. */
public final class DebianPostgres {

  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

  private DebianPostgres() {}

  /** The folder of the newest version's programs. */
  public static Path programs() throws IOException {
    try (Stream<Path> versions = Files.list(VERSIONS)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
          .max(Path::compareTo)
          .orElseThrow(() -> new IllegalStateException("no PostgreSQL in " + VERSIONS));
    }
  }
}
