package app.durus.server.catalogue.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database takes no other text for a hash than 64 lower-case hexadecimal digits. */
@ExtendWith(PostgresExtension.class)
class HashChecksTest {

  private static final String GOOD = "0123456789abcdef".repeat(4);
  private static final String DIGITS_61 =
      "3456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  private Vertx vertx;
  private SqlConnection connection;

  @BeforeEach
  void copyTheChecks(TestDatabase database) {
    vertx = Vertx.vertx();
    connection = database.pool(vertx).getConnection().await();
    connection
        .query("CREATE TEMP TABLE asset (LIKE audio_asset INCLUDING CONSTRAINTS)")
        .execute()
        .await();
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void takesAHash() {
    insert(GOOD, GOOD);
    assertThat(connection.query("SELECT FROM asset").execute().await().size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        DIGITS_61 + "ab",
        DIGITS_61 + "abcd",
        DIGITS_61 + "abC",
        DIGITS_61 + "abg",
        DIGITS_61 + "ab\n",
        DIGITS_61 + "abc\n",
        " " + DIGITS_61 + "ab",
        DIGITS_61 + "a\u00e9",
        DIGITS_61 + "ab\u0661"
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> insert(text, GOOD)).hasMessageContaining("audio_asset_sha256_check");
    assertThatThrownBy(() -> insert(GOOD, text))
        .hasMessageContaining("audio_asset_audio_sha256_check");
  }

  private void insert(String sha256, String audioSha256) {
    connection
        .preparedQuery(
            """
            INSERT INTO asset
              (id, lecture_id, sha256, audio_sha256, size_bytes, duration_ms, extension, revision)
            VALUES ($1, $1, $2, $3, 1, 1, 'mp3', 1)\
            """)
        .execute(Tuple.of(UUID.randomUUID(), sha256, audioSha256))
        .await();
  }
}
