package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.accounts.email.EmailAddress;
import app.durus.server.accounts.export.AccountExport;
import app.durus.server.accounts.pg.PgEmailStore;
import app.durus.server.accounts.pg.PgExportSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountExportTest extends AccountsOverHttpFixture {

  private static final Instant NOW = Instant.parse("2026-11-30T19:00:00Z");

  /** More than two pages. */
  private static final int LECTURES = 1_001;

  private final List<Integer> pagesRead = new ArrayList<>();
  private AccountExport export;
  private UUID listenerId;

  @BeforeEach
  void signUp() {
    PgExportSource source = new PgExportSource(pool);
    export =
        new AccountExport(
            new AccountExport.Source() {
              @Override
              public Future<Optional<JsonObject>> account(UUID of) {
                return source.account(of);
              }

              @Override
              public Future<List<AccountExport.Progress>> progress(UUID of, UUID after, int limit) {
                pagesRead.add(limit);
                return source.progress(of, after, limit);
              }
            },
            Clock.fixed(NOW, ZoneOffset.UTC));
    listenerId = UUID.fromString(account(sign("signUp", name, PASSWORD)).getString("listenerId"));
  }

  private void hear(UUID listener, int lectures) {
    pool.preparedQuery(
            """
            INSERT INTO listening_state (listener_id, lecture_id, revision, position_ms,
              position_asset_id, position_occurred_at, position_intent_id, position_device_id)
            SELECT $1, gen_random_uuid(), n, n, gen_random_uuid(), 1000 + n, gen_random_uuid(),
              gen_random_uuid()
            FROM generate_series(1, $2::int) AS n\
            """)
        .execute(Tuple.of(listener, lectures))
        .await();
  }

  private JsonObject exported() {
    Buffer all = Buffer.buffer();
    boolean there =
        export
            .write(
                listenerId,
                part -> {
                  all.appendBuffer(part);
                  return Future.succeededFuture();
                })
            .await();
    assertThat(there).isTrue();
    return all.toJsonObject();
  }

  @Test
  void holdsTheAccountItsSessionsAndAllProgressOfThisListenerAlone() {
    sign("signIn", name, PASSWORD, "User-Agent", "Phone");
    UUID other =
        UUID.fromString(account(sign("signUp", "other", PASSWORD)).getString("listenerId"));
    hear(listenerId, LECTURES);
    hear(other, 1);
    new PgEmailStore(pool).set(listenerId, EmailAddress.of("a@durus.example")).await();

    JsonObject json = exported();

    assertThat(json.getString("exportedAt")).isEqualTo(NOW.toString());
    JsonObject account = json.getJsonObject("account");
    assertThat(account.getString("name")).isEqualTo(name);
    assertThat(account.getString("emailAddress")).isEqualTo("a@durus.example");
    assertThat(account.getJsonArray("sessions")).hasSize(2);
    JsonArray progress = json.getJsonArray("progress");
    assertThat(progress).hasSize(LECTURES);
    assertThat(progress.stream().map(JsonObject.class::cast).map(one -> one.getLong("positionMs")))
        .doesNotHaveDuplicates();
    assertThat(progress.getJsonObject(0).fieldNames())
        .contains("lectureId", "positionOccurredAt", "positionDeviceId")
        .doesNotContain("listenerId");
    assertThat(json.encode()).doesNotContain("argon2", "sha256");
  }

  @Test
  void ofSomebodyWhoHeardNothingIsWholeToo() {
    assertThat(exported().getJsonArray("progress")).isEmpty();
  }

  @Test
  void ofNobodyIsNothing() {
    assertThat(
            export
                .write(UUID.randomUUID(), part -> Future.failedFuture("nothing may be written"))
                .await())
        .isFalse();
  }

  @Test
  void readsNoPageBeforeTheOneBeforeHasLeft() {
    hear(listenerId, LECTURES);
    List<Promise<Void>> leaving = new ArrayList<>();
    List<Promise<Integer>> arrivals =
        List.of(Promise.promise(), Promise.promise(), Promise.promise());
    Future<Boolean> writing =
        export.write(
            listenerId,
            part -> {
              Promise<Void> left = Promise.promise();
              leaving.add(left);
              if (leaving.size() <= arrivals.size()) {
                arrivals.get(leaving.size() - 1).complete(pagesRead.size());
                return left.future();
              }
              return Future.succeededFuture();
            });

    assertThat(arrivals.get(0).future().await()).as("pages read before the head").isZero();
    leaving.get(0).complete();
    assertThat(arrivals.get(1).future().await()).isEqualTo(1);
    leaving.get(1).complete();
    assertThat(arrivals.get(2).future().await()).isEqualTo(2);
    assertThat(writing.isComplete()).isFalse();
    leaving.get(2).complete();
    assertThat(writing.await()).isTrue();
  }
}
