package app.durus.server.database.embedded;

import static app.durus.server.database.embedded.TestCluster.ask;
import static app.durus.server.database.embedded.TestCluster.execute;
import static app.durus.server.database.embedded.TestCluster.kept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.database.DatabaseAddress;
import app.durus.server.startup.StartupFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data folders from a backup or an earlier version: nothing in them is lost or ignored. */
class RestoredFolderTest {

  @TempDir Path dataFolder;

  @Test
  void startsWithTheClusterAlone(@TempDir Path backup) throws Exception {
    TestCluster.copyTo(backup);
    Files.createDirectory(dataFolder.resolve("audio"));
    TestCluster.copy(Cluster.folderIn(backup), Cluster.folderIn(dataFolder));
    try (EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder)) {
      assertThat(kept(database)).isEqualTo("سلام");
    }
    try (Stream<Path> inside = Files.list(dataFolder)) {
      assertThat(inside.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith("postgres.incomplete"));
    }
  }

  @Test
  void isRefusedWhenTheDatabaseIsMissingBesideRecordings() throws Exception {
    Path audio = Files.createDirectories(dataFolder.resolve("audio/ab"));
    assertThatThrownBy(() -> EmbeddedDatabase.start(dataFolder))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("holds recordings but no database")
        .hasMessageContaining("move " + audio.getParent() + " away");
    assertThat(Cluster.folderIn(dataFolder)).doesNotExist();
  }

  @Test
  void isRefusedWhenTheClusterIsIncomplete() throws Exception {
    TestCluster.copyTo(dataFolder);
    Path cluster = Cluster.folderIn(dataFolder);
    Files.delete(cluster.resolve("PG_VERSION"));
    assertThatThrownBy(() -> EmbeddedDatabase.start(dataFolder))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining(cluster + " is an incomplete PostgreSQL folder");
    assertThat(cluster.resolve("base")).exists();
  }

  @Test
  void getsItsFilePermissionsBack() throws Exception {
    TestCluster.copyTo(dataFolder);
    Path cluster = Cluster.folderIn(dataFolder);
    Files.setPosixFilePermissions(cluster, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder)) {
      assertThat(kept(database)).isEqualTo("سلام");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cluster)))
        .isEqualTo("rwx------");
  }

  @Test
  void acceptsThePasswordOfItsFile() throws Exception {
    TestCluster.copyTo(dataFolder);
    Files.writeString(dataFolder.resolve("postgres.password"), "0123456789abcdef\n");
    try (EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder)) {
      assertThat(database.address().password()).isEqualTo("0123456789abcdef");
      assertThat(kept(database)).isEqualTo("سلام");
    }
  }

  /**
   * Earlier versions: any local connection was the superuser, and any user could change the
   * programs.
   */
  @Test
  void ofAnEarlierVersionRequiresAPassword() throws Exception {
    TestCluster.copyTo(dataFolder);
    Path cluster = Cluster.folderIn(dataFolder);
    PostgresServer former =
        PostgresServer.prepare(dataFolder, Optional.empty(), Map.of(), progress -> {});
    Files.writeString(cluster.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 trust\n");
    former.start();
    execute(former.address(), "ALTER ROLE postgres PASSWORD NULL");
    DatabaseAddress open =
        DatabaseAddress.local("127.0.0.1", former.address().port(), "postgres", "none");
    assertThat(ask(open, "SELECT word FROM kept")).as("by nobody's password").isEqualTo("سلام");
    Files.delete(dataFolder.resolve("postgres.password"));
    Files.writeString(dataFolder.resolve("postgres.complete"), "initdb ended well\n");
    Path programs = Files.createDirectories(dataFolder.resolve("postgres-program/PG-1/bin"));

    // It is still running: its owner was killed and the product updated.
    try (EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder)) {
      assertThat(kept(database)).isEqualTo("سلام");
      DatabaseAddress stranger =
          DatabaseAddress.local("127.0.0.1", database.address().port(), "postgres", "none");
      assertThatThrownBy(() -> ask(stranger, "SELECT 1"))
          .hasMessageContaining("password authentication failed");
      assertThat(ask(database.address(), "SELECT count(*) FROM pg_hba_file_rules")).isEqualTo("2");
      assertThat(
              ask(database.address(), "SELECT string_agg(auth_method, ' ') FROM pg_hba_file_rules"))
          .isEqualTo("scram-sha-256 scram-sha-256");
    }
    assertThat(List.of(programs, dataFolder.resolve("postgres-program"))).noneMatch(Files::exists);
  }
}
