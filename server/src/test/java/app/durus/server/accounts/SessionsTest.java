package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.accounts.AccountStore.FoundSession;
import app.durus.server.accounts.pg.PgAccountStore;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import app.durus.server.errors.RequestError;
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
import java.util.stream.IntStream;
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
    return sessions.find(token).await().map(FoundSession::listenerId);
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
    Future<Optional<FoundSession>> underWay = slow.find(token);
    vertx.timer(200, TimeUnit.MILLISECONDS).await(); // the database has seen the lookup by then

    slow.end(token).await();
    answerArrives.complete();

    assertThat(underWay.await()).isEmpty();
    assertThat(slow.find(token).await()).isEmpty();
  }

  @Test
  void whatWaitsForADatabaseThatSaysNothingIsBounded() {
    PgAccountStore silent = new PgAccountStore(pool, sayingNothing(Pool.class), Runnable::run);
    Future<?> waiting = Future.succeededFuture();
    for (int asked = 0; asked < 2_001; asked++) {
      waiting = silent.session(SessionToken.random());
    }
    assertThat(waiting.isComplete()).isFalse();
    assertThat(silent.session(SessionToken.random()).cause()).isInstanceOf(RequestError.class);
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
              return method.getName().equals("session")
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
  void aSessionThatIsUsedGoesOnForAYearFromThen() {
    SessionToken token = openedDaysAgo(364);

    assertThat(sessions.find(token).await()).hasValue(new FoundSession(listener, true));

    assertThat(secondsToExpiry(token))
        .isBetween(Sessions.LIFETIME.toSeconds() - 3_600, Sessions.LIFETIME.toSeconds());
  }

  @Test
  void aSessionIsRenewedOnceADay() {
    SessionToken token = openedDaysAgo(2);
    assertThat(store.session(token).await()).hasValue(new FoundSession(listener, true));

    assertThat(store.session(token).await()).hasValue(new FoundSession(listener, false));
    execute(
        "UPDATE listener_session SET last_seen_at = now() - interval '23 hours'"
            + " WHERE token_sha256 = $1",
        digest(token));
    assertThat(store.session(token).await()).hasValue(new FoundSession(listener, false));
  }

  @Test
  void aSessionThatIsRememberedIsNotSaidToBeRenewedAgain() {
    SessionToken token = openedDaysAgo(2);
    sessions.find(token).await();

    assertThat(sessions.find(token).await()).hasValue(new FoundSession(listener, false));
  }

  @Test
  void anExpiredSessionIsNotRenewed() {
    SessionToken token = openedDaysAgo(366);

    assertThat(listenerOf(token)).isEmpty();
    assertThat(secondsToExpiry(token)).isNegative();
  }

  @Test
  void aListenerKeepsTheFiftySessionsThatWereUsedLast() {
    List<SessionToken> opened = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      SessionToken token = sessions.open(listener).await();
      opened.add(token);
      // The first ones are those that are in use.
      execute(
          "UPDATE listener_session SET last_seen_at = now() - $2 * interval '1 hour'"
              + " WHERE token_sha256 = $1",
          digest(token),
          (double) i);
    }
    SessionToken last = sessions.open(listener).await();

    assertThat(countOf(listener)).isEqualTo(Sessions.MAX_OF_A_LISTENER);
    assertThat(opened.subList(0, 20)).allMatch(token -> store.session(token).await().isPresent());
    assertThat(store.session(last).await()).isPresent();
  }

  @Test
  void othersKeepTheirSessionsWhenOneListenerHasTooMany() {
    UUID other = anotherListener();
    SessionToken others = sessions.open(other).await();

    for (int i = 0; i < 60; i++) {
      sessions.open(listener).await();
    }

    assertThat(store.session(others).await()).hasValue(new FoundSession(other, false));
  }

  @Test
  void manySignInsAtOnceAllSucceedAndStayBounded() {
    for (int round = 0; round < 5; round++) {
      Future.all(IntStream.range(0, 30).mapToObj(i -> sessions.open(listener)).toList()).await();
    }
    sessions.open(listener).await();

    // Those that another sign-in had locked were left to the next one.
    assertThat(countOf(listener)).isEqualTo(Sessions.MAX_OF_A_LISTENER);
  }

  @Test
  void expiredSessionsAreRemovedInBoundedPieces() {
    sessions.removeExpired().await();
    SessionToken goesOn = sessions.open(listener).await();
    for (int i = 0; i < 5; i++) {
      openedDaysAgo(400);
    }

    assertThat(store.removeExpiredSessions(2).await()).isEqualTo(2);
    assertThat(sessions.removeExpired().await()).isEqualTo(3);
    assertThat(sessions.removeExpired().await()).isZero();
    assertThat(store.session(goesOn).await()).isPresent();
  }

  @Test
  void oneInstanceAtATimeRemovesExpiredSessions() {
    sessions.removeExpired().await();
    openedDaysAgo(400);
    int removedBeside =
        pool.withTransaction(
                elsewhere ->
                    elsewhere
                        .query("SELECT pg_try_advisory_xact_lock(x'64757275735F7377'::bigint)")
                        .execute()
                        .compose(locked -> store.removeExpiredSessions(100)))
            .await();

    assertThat(removedBeside).isZero();
    assertThat(store.removeExpiredSessions(100).await()).isEqualTo(1);
  }

  private SessionToken openedDaysAgo(int days) {
    SessionToken token = SessionToken.random();
    execute(
        """
        INSERT INTO listener_session (token_sha256, listener_id, created_at, last_seen_at, expires_at)
        VALUES ($1, $2, now() - $3 * interval '1 day', now() - $3 * interval '1 day',
          now() + (365 - $3) * interval '1 day')
        """,
        digest(token),
        listener,
        (double) days);
    return token;
  }

  private UUID anotherListener() {
    UUID other = UUID.randomUUID();
    ListenerName name = ListenerName.of(other.toString()).orElseThrow();
    store.add(other, name, "hash", SessionToken.random(), Sessions.LIFETIME).await();
    return other;
  }

  private long secondsToExpiry(SessionToken token) {
    return number(
        "SELECT extract(epoch FROM expires_at - now())::bigint FROM listener_session"
            + " WHERE token_sha256 = $1",
        digest(token));
  }

  private long countOf(UUID listenerId) {
    return number(
        "SELECT count(*) FROM listener_session WHERE listener_id = $1 AND expires_at > now()",
        listenerId);
  }

  private long number(String sql, Object parameter) {
    return pool.preparedQuery(sql)
        .execute(Tuple.of(parameter))
        .await()
        .iterator()
        .next()
        .getLong(0);
  }

  private static Buffer digest(SessionToken token) {
    return Buffer.buffer(token.sha256());
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
            Future.all(tokens.stream().map(store::session).toList())
                .map(all -> all.<Optional<FoundSession>>list())
                .map(all -> all.stream().map(one -> one.map(FoundSession::listenerId)).toList())
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
            List<Future<Optional<FoundSession>>> lookups =
                List.of(store.session(token), store.session(token), store.session(token));
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
