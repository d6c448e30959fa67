package app.durus.server.database.embedded;

import app.durus.server.database.DatabaseAddress;
import app.durus.server.processes.ProofFolder;
import app.durus.server.processes.ReachableFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Data folders for tests: one is initialized for the run, and the others are copies of it. */
final class TestCluster {

  private static Path made;

  private TestCluster() {}

  /** A data folder with a stopped database, which has the table {@code kept} with one row. */
  static synchronized void copyTo(Path dataFolder) throws Exception {
    if (made == null) {
      Path folder = ReachableFolder.make("durus-cluster");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> ProofFolder.delete(folder)));
      try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
        execute(database.address(), "CREATE TABLE kept AS SELECT 'سلام' AS word");
      }
      made = folder;
    }
    copy(made, dataFolder);
  }

  /** Copies like {@code cp -a}. */
  static void copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.walk(from)) {
      all = found.toList();
    }
    for (Path path : all) {
      Path copied = to.resolve(from.relativize(path).toString());
      if (!Files.isDirectory(copied)) {
        Files.copy(path, copied, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  static PostgresServer server(Path dataFolder) {
    return PostgresServer.prepare(dataFolder, Optional.empty(), Map.of(), progress -> {});
  }

  static long pid(Path dataFolder) throws IOException {
    return PostmasterFile.read(Cluster.folderIn(dataFolder)).orElseThrow().pid();
  }

  static String kept(EmbeddedDatabase database) throws SQLException {
    return ask(database.address(), "SELECT word FROM kept");
  }

  static String ask(DatabaseAddress address, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  static void execute(DatabaseAddress address, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
