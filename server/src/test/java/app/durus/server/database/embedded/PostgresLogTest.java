package app.durus.server.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresLogTest {

  @TempDir Path dataFolder;

  @Test
  void reportsTheReasonOfTheLatestStartOnOneLine() throws Exception {
    PostgresLog log = new PostgresLog(dataFolder);
    say(log, "2026-11-28 22:29:11.123 UTC [1] FATAL:  of another time\n");
    long before = log.end();
    say(
        log,
        """
        2026-11-28 22:29:12.123 UTC [2] LOG:  starting PostgreSQL
        2026-11-28 22:29:12.124 UTC [2] FATAL:  data directory has wrong ownership
        2026-11-28 22:29:12.124 UTC [2] HINT:  The server must be started by its owner.
        2026-11-28 22:29:12.125 UTC [2] LOG:  database system is shut down
        """);
    assertThat(log.reason(before))
        .isEqualTo("data directory has wrong ownership The server must be started by its owner.");
    assertThat(log.lastWords(before)).isEqualTo("database system is shut down");
    assertThat(log.says(before, "of another time")).isFalse();
  }

  @Test
  void staysSmallAndKeepsItsLatestLines() throws Exception {
    PostgresLog log = new PostgresLog(dataFolder);
    say(log, "a line\n");
    log.keepBounded();
    assertThat(log.end()).isEqualTo(7);
    String line = "x".repeat(1_000_000) + "\n";
    for (int i = 0; i < 11; i++) {
      say(log, line);
    }
    long before = log.end();
    log.keepBounded();
    assertThat(log.end()).isZero();
    assertThat(Files.size(dataFolder.resolve("postgres.log.1"))).isEqualTo(before);
    say(log, "2026-11-28 22:29:12.124 UTC [2] FATAL:  after the cut\n");
    assertThat(log.reason(before)).isEqualTo("after the cut");
  }

  private static void say(PostgresLog log, String text) throws Exception {
    Files.writeString(log.file(), text, StandardOpenOption.APPEND);
  }
}
