package app.durus.server.database.embedded;

import static app.durus.server.database.embedded.TestCluster.ask;
import static app.durus.server.database.embedded.TestCluster.execute;
import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.database.DatabaseAddress;
import app.durus.server.waiting.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database whose postmaster is killed while it serves. */
class KilledPostmasterTest {

  @TempDir Path dataFolder;
  private final AtomicReference<String> lost = new AtomicReference<>();

  @BeforeEach
  void make() throws Exception {
    TestCluster.copyTo(dataFolder);
  }

  @Test
  void restartsOnItsPortWithAllAcknowledgedWrites() throws Exception {
    try (EmbeddedDatabase database = start()) {
      DatabaseAddress address = database.address();
      execute(address, "CREATE TABLE acknowledged (round integer)");
      try (Connection client =
          DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password())) {
        for (int round = 1; round <= 3; round++) {
          execute(address, "INSERT INTO acknowledged VALUES (" + round + ")");
          killPostmaster();
          assertThat(answer(address, "SELECT count(*) FROM acknowledged"))
              .isEqualTo(Integer.toString(round));
        }
        assertThat(client.isValid(1)).as("a connection to the killed one").isFalse();
      }
      assertThat(database.address()).isEqualTo(address);
      assertThat(lost.get()).isNull();
    }
    assertThat(PostmasterFile.in(Cluster.folderIn(dataFolder))).doesNotExist();
  }

  @Test
  void isNotRestartedAfterRepeatedCrashesAndTheReasonIsReported() throws Exception {
    try (EmbeddedDatabase database = start()) {
      // A postmaster that is killed before it has answered counts as a failed start.
      while (lost.get() == null) {
        killPostmaster();
        Eventually.isTrue(
            "the database answers or is lost",
            () -> lost.get() != null || answers(database.address()));
      }
      assertThat(lost.get())
          .contains("the embedded PostgreSQL is lost")
          .contains("6 times in 10 minutes");
    }
    assertThat(EmbeddedDatabase.isOwned(dataFolder)).isFalse();
  }

  private EmbeddedDatabase start() {
    return EmbeddedDatabase.start(
        dataFolder,
        Optional.empty(),
        new SilentOwner() {
          @Override
          public void lost(String why) {
            lost.set(why);
          }
        });
  }

  private void killPostmaster() throws Exception {
    Path file = PostmasterFile.in(Cluster.folderIn(dataFolder));
    ProcessHandle postmaster =
        ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst())).orElseThrow();
    assertThat(postmaster.destroyForcibly()).isTrue();
    postmaster.onExit().get();
  }

  private static String answer(DatabaseAddress address, String sql) throws SQLException {
    Eventually.isTrue("the database answers again", () -> answers(address));
    return ask(address, sql);
  }

  private static boolean answers(DatabaseAddress address) {
    try {
      return "1".equals(ask(address, "SELECT 1"));
    } catch (SQLException e) {
      return false;
    }
  }
}
