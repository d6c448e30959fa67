package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.accounts.pg.PgAccountStore;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import app.durus.server.hilla.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class SessionsTest {

  private final AtomicLong nanos = new AtomicLong();
  private Vertx vertx;
  private Pool pool;
  private PgAccountStore store;
  private Sessions sessions;
  private UUID listener;

  @BeforeEach
  void start(TestDatabase database) {
    vertx = Vertx.vertx();
    pool = database.pool(vertx);
    store = new PgAccountStore(pool, pool, Runnable::run);
    sessions = new Sessions(store, nanos::get);
    listener = UUID.randomUUID();
    store
        .add(
            listener,
            ListenerName.of(listener.toString()).orElseThrow(),
            "hash",
            SessionToken.random(),
            Sessions.LIFETIME)
        .await();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private Optional<UUID> listenerOf(SessionToken token) {
    return sessions.listenerOf(token).await();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private void execute(String sql, Object... parameters) {
    pool.preparedQuery(sql).execute(Tuple.from(parameters)).await();
  }

  @Test
  void anOpenedSessionIsItsListeners() {
    SessionToken token = sessions.open(listener).await();

    assertThat(listenerOf(token)).hasValue(listener);
    assertThat(listenerOf(SessionToken.random())).isEmpty();
  }

  @Test
  void theDatabaseHoldsTheTokensDigestOnly() {
    SessionToken token = sessions.open(listener).await();

    var rows = pool.query("SELECT s::text AS written FROM listener_session s").execute().await();
    assertThat(rows).allSatisfy(row -> assertThat(row.getString(0)).doesNotContain(token.text()));
    assertThat(token.toString()).doesNotContain(token.text());
  }

  @Test
  void aSessionThatEndedHereHasEndedAtOnce() {
    SessionToken token = sessions.open(listener).await();
    assertThat(listenerOf(token)).hasValue(listener);

    sessions.end(token).await();

    assertThat(listenerOf(token)).isEmpty();
    pass(Duration.ofHours(1));
    assertThat(listenerOf(token)).isEmpty();
  }

  @Test
  void otherSessionsOfTheListenerGoOn() {
    SessionToken phone = sessions.open(listener).await();
    SessionToken desktop = sessions.open(listener).await();

    sessions.end(phone).await();

    assertThat(listenerOf(desktop)).hasValue(listener);
  }

  @Test
  void aLookupThatWasUnderWayDoesNotReviveASessionThatEnded() {
    Promise<Void> answerArrives = Promise.promise();
    Sessions slow = new Sessions(answeringLookupsLate(answerArrives.future()), nanos::get);
    SessionToken token = slow.open(listener).await();
    Future<Optional<UUID>> underWay = slow.listenerOf(token);
    vertx.timer(200, TimeUnit.MILLISECONDS).await(); // the database has seen the lookup by then

    slow.end(token).await();
    answerArrives.complete();

    assertThat(underWay.await()).isEmpty();
    assertThat(slow.listenerOf(token).await()).isEmpty();
  }

  @Test
  void whatWaitsForADatabaseThatSaysNothingIsBounded() {
    PgAccountStore silent = new PgAccountStore(pool, sayingNothing(Pool.class), Runnable::run);
    Future<?> waiting = Future.succeededFuture();
    for (int asked = 0; asked < 2_001; asked++) {
      waiting = silent.listenerOf(SessionToken.random());
    }
    assertThat(waiting.isComplete()).isFalse();
    assertThat(silent.listenerOf(SessionToken.random()).cause()).isInstanceOf(Refusal.class);
  }

  private static <T> T sayingNothing(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                Future.class.isAssignableFrom(method.getReturnType())
                    ? Promise.promise().future()
                    : sayingNothing(method.getReturnType())));
  }

  /** The real store, whose answers to lookups are slow to arrive. */
  private AccountStore answeringLookupsLate(Future<Void> arrival) {
    return (AccountStore)
        Proxy.newProxyInstance(
            AccountStore.class.getClassLoader(),
            new Class<?>[] {AccountStore.class},
            (proxy, method, arguments) -> {
              Future<?> answer = (Future<?>) method.invoke(store, arguments);
              return method.getName().equals("listenerOf")
                  ? answer.compose(found -> arrival.map(nothing -> found))
                  : answer;
            });
  }

  @Test
  void aSessionThatEndedOnAnotherInstanceHasEndedWithinFiveSeconds() {
    SessionToken token = sessions.open(listener).await();
    assertThat(listenerOf(token)).hasValue(listener);

    new Sessions(store).end(token).await();

    pass(Duration.ofSeconds(5));
    assertThat(listenerOf(token)).isEmpty();
  }

  @Test
  void anExpiredSessionIsNobodysAndIsRemovedByTheNext() {
    SessionToken expired = SessionToken.random();
    store.openSession(listener, expired, Duration.ZERO).await();

    assertThat(listenerOf(expired)).isEmpty();
    sessions.open(listener).await();
    assertThat(
            pool.preparedQuery("SELECT 1 FROM listener_session WHERE token_sha256 = $1")
                .execute(Tuple.of(Buffer.buffer(expired.sha256())))
                .await())
        .isEmpty();
  }

  @Test
  void whenASessionWasLastSeenIsWrittenDownOnceAnHour() {
    SessionToken token = sessions.open(listener).await();
    execute(
        "UPDATE listener_session SET last_seen_at = now() - interval '2 hours'"
            + " WHERE token_sha256 = $1",
        Buffer.buffer(token.sha256()));

    listenerOf(token);

    assertThat(
            pool.preparedQuery(
                    "SELECT last_seen_at > now() - interval '1 minute' FROM listener_session"
                        + " WHERE token_sha256 = $1")
                .execute(Tuple.of(Buffer.buffer(token.sha256())))
                .await()
                .iterator()
                .next()
                .getBoolean(0))
        .isTrue();
  }

  @Test
  void lookupsThatShareAStatementEachGetTheirOwnListener() {
    List<SessionToken> tokens = new ArrayList<>();
    List<Optional<UUID>> owners = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      UUID owner = UUID.randomUUID();
      SessionToken token = SessionToken.random();
      ListenerName name = ListenerName.of(owner.toString()).orElseThrow();
      store.add(owner, name, "hash", token, Sessions.LIFETIME).await();
      tokens.addAll(List.of(token, SessionToken.random(), token));
      owners.addAll(List.of(Optional.of(owner), Optional.empty(), Optional.of(owner)));
    }
    Promise<List<Optional<UUID>>> found = Promise.promise();

    // At once and on one event loop: all but the first wait for the first, and go together.
    vertx.runOnContext(
        there ->
            Future.all(tokens.stream().map(store::listenerOf).toList())
                .map(all -> all.<Optional<UUID>>list())
                .onComplete(found));

    assertThat(found.future().await()).isEqualTo(owners);
  }

  @Test
  void aFailedLookupFailsAllThatSharedItAndTheNextIsTriedAnew() {
    SessionToken token = sessions.open(listener).await();
    pool.query("ALTER TABLE listener_session RENAME TO elsewhere").execute().await();
    Promise<Long> failed = Promise.promise();
    try {
      vertx.runOnContext(
          there -> {
            List<Future<Optional<UUID>>> lookups =
                List.of(store.listenerOf(token), store.listenerOf(token), store.listenerOf(token));
            Future.join(lookups)
                .onComplete(
                    all -> failed.complete(lookups.stream().filter(Future::failed).count()));
          });
      assertThat(failed.future().await()).isEqualTo(3);
    } finally {
      pool.query("ALTER TABLE elsewhere RENAME TO listener_session").execute().await();
    }
    assertThat(listenerOf(token)).contains(listener);
  }
}
