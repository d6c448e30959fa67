package app.durus.server.database.embedded;

import static app.durus.server.database.embedded.TestCluster.ask;
import static app.durus.server.database.embedded.TestCluster.execute;
import static app.durus.server.database.embedded.TestCluster.kept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.startup.StartupFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, joining and owning a data folder's database. */
class EmbeddedDatabaseTest {

  @TempDir Path dataFolder;

  @Test
  void keepsAcknowledgedWritesThroughAPowerLoss() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder)) {
      assertThat(ask(database.address(), "SHOW fsync")).isEqualTo("on");
      assertThat(ask(database.address(), "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(ask(database.address(), "SHOW full_page_writes")).isEqualTo("on");
      assertThat(ask(database.address(), "SHOW server_encoding")).isEqualTo("UTF8");
    }
  }

  @Test
  void keepsItsRowsThroughARestart() throws Exception {
    TestCluster.copyTo(dataFolder);
    try (EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder)) {
      assertThat(kept(database)).isEqualTo("سلام");
    }
    assertThat(PostmasterFile.in(Cluster.folderIn(dataFolder))).doesNotExist();
  }

  @Test
  void isSharedByAnImportAndOutlivesIt() throws Exception {
    TestCluster.copyTo(dataFolder);
    try (EmbeddedDatabase serving = EmbeddedDatabase.start(dataFolder)) {
      try (EmbeddedDatabase importing = EmbeddedDatabase.joinOrStart(dataFolder)) {
        assertThat(importing.address()).isEqualTo(serving.address());
        assertThat(kept(importing)).isEqualTo("سلام");
      }
      assertThat(kept(serving)).isEqualTo("سلام");
    }
  }

  @Test
  void belongsToOneServer() throws Exception {
    TestCluster.copyTo(dataFolder);
    try (EmbeddedDatabase serving = EmbeddedDatabase.start(dataFolder)) {
      assertThat(kept(serving)).isEqualTo("سلام");
      assertThat(EmbeddedDatabase.isOwned(dataFolder)).isTrue();
      assertThatThrownBy(() -> EmbeddedDatabase.start(dataFolder))
          .isInstanceOf(StartupFailure.class)
          .hasMessageContaining(dataFolder.toString());
    }
    assertThat(EmbeddedDatabase.isOwned(dataFolder)).isFalse();
  }

  @Test
  void isRestartedWhenAKilledProcessLeftItRunning() throws Exception {
    TestCluster.copyTo(dataFolder);
    // What a killed owner leaves: a running database, and a lock that nobody holds.
    PostgresServer left = TestCluster.server(dataFolder);
    left.start();
    execute(left.address(), "CREATE TABLE acknowledged AS SELECT 1 AS one");
    try (EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder)) {
      assertThat(left.process().isAlive()).isFalse();
      assertThat(ask(database.address(), "SELECT one FROM acknowledged")).isEqualTo("1");
    }
  }

  @Test
  void startsAgainAfterAKilledFirstStart() throws Exception {
    Path half = Files.createDirectory(dataFolder.resolve("postgres.new"));
    Files.writeString(half.resolve("PG_VERSION"), "18\n");
    try (EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder)) {
      assertThat(ask(database.address(), "SELECT 1")).isEqualTo("1");
    }
    assertThat(half).doesNotExist();
  }

  @Test
  void canBeClosedTwice() throws SQLException, Exception {
    TestCluster.copyTo(dataFolder);
    EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder);
    database.close();
    database.close();
    assertThat(EmbeddedDatabase.isOwned(dataFolder)).isFalse();
  }

  @Test
  void refusesTheFilesOfAnotherMajorVersion() throws Exception {
    TestCluster.copyTo(dataFolder);
    Path version = Cluster.folderIn(dataFolder).resolve("PG_VERSION");
    Files.writeString(version, "17\n");
    assertThatThrownBy(() -> EmbeddedDatabase.start(dataFolder))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("is of PostgreSQL 17")
        .hasMessageContaining("restore FOLDER");
    assertThat(version).content().isEqualTo("17\n");
    assertThat(EmbeddedDatabase.isOwned(dataFolder)).isFalse();
  }

  @Test
  void reportsAndLogsTheReasonOfPostgres() throws Exception {
    TestCluster.copyTo(dataFolder);
    Files.delete(Cluster.folderIn(dataFolder).resolve("global/pg_control"));
    assertThatThrownBy(() -> EmbeddedDatabase.start(dataFolder))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining(dataFolder.toString())
        .hasMessageContaining("could not open file")
        .hasMessageContaining("global/pg_control");
    assertThat(dataFolder.resolve("postgres.log")).content().contains("global/pg_control");
    assertThat(EmbeddedDatabase.isOwned(dataFolder)).isFalse();
  }
}
