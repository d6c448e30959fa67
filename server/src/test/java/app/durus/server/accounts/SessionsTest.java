package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.accounts.AccountStore.FoundSession;
import app.durus.server.accounts.pg.PgAccountStore;
import app.durus.server.errors.RequestError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Finding and ending a session. */
class SessionsTest extends SessionsFixture {

  @Test
  void anOpenedSessionIdentifiesItsListener() {
    SessionToken token = open(listener);

    assertThat(listenerOf(token)).hasValue(listener);
    assertThat(listenerOf(SessionToken.random())).isEmpty();
  }

  @Test
  void theDatabaseContainsOnlyTheDigestOfTheToken() {
    SessionToken token = open(listener);

    var rows = pool.query("SELECT s::text AS written FROM listener_session s").execute().await();
    assertThat(rows).allSatisfy(row -> assertThat(row.getString(0)).doesNotContain(token.text()));
    assertThat(token.toString()).doesNotContain(token.text());
  }

  @Test
  void endingASessionTakesEffectAtOnceOnThisInstance() {
    SessionToken token = open(listener);
    assertThat(listenerOf(token)).hasValue(listener);

    sessions.end(token).await();

    assertThat(listenerOf(token)).isEmpty();
    pass(Duration.ofHours(1));
    assertThat(listenerOf(token)).isEmpty();
  }

  @Test
  void otherSessionsOfTheListenerStayOpen() {
    SessionToken phone = open(listener);
    SessionToken desktop = open(listener);

    sessions.end(phone).await();

    assertThat(listenerOf(desktop)).hasValue(listener);
  }

  @Test
  void aConcurrentLookupDoesNotReviveAnEndedSession() {
    Promise<Void> answerArrives = Promise.promise();
    Sessions slow = new Sessions(answeringLookupsLate(answerArrives.future()), nanos::get);
    SessionToken token = slow.open(credentials(listener), "").await().orElseThrow();
    Future<Optional<FoundSession>> underWay = slow.find(token);
    vertx.timer(200, TimeUnit.MILLISECONDS).await(); // the database has seen the lookup by then

    slow.end(token).await();
    answerArrives.complete();

    assertThat(underWay.await()).isEmpty();
    assertThat(slow.find(token).await()).isEmpty();
  }

  @Test
  void lookupsThatWaitForASilentDatabaseAreLimited() {
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
  void endingASessionOnAnotherInstanceTakesEffectWithinFiveSeconds() {
    SessionToken token = open(listener);
    assertThat(listenerOf(token)).hasValue(listener);

    new Sessions(store).end(token).await();

    pass(Duration.ofSeconds(5));
    assertThat(listenerOf(token)).isEmpty();
  }

  @Test
  void batchedLookupsEachGetTheirOwnListener() {
    List<SessionToken> tokens = new ArrayList<>();
    List<Optional<UUID>> owners = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      UUID owner = UUID.randomUUID();
      AccountStore.NewSession session = Sessions.newSession(owner, "");
      ListenerName name = ListenerName.of(owner.toString()).orElseThrow();
      store.add(name, "hash", session, Optional.empty()).await();
      SessionToken token = session.token();
      tokens.addAll(List.of(token, SessionToken.random(), token));
      owners.addAll(List.of(Optional.of(owner), Optional.empty(), Optional.of(owner)));
    }
    Promise<List<Optional<UUID>>> found = Promise.promise();

    // At once and on one event loop: all others wait for the first, and then go together.
    vertx.runOnContext(
        there ->
            Future.all(tokens.stream().map(store::session).toList())
                .map(all -> all.<Optional<FoundSession>>list())
                .map(all -> all.stream().map(one -> one.map(FoundSession::listenerId)).toList())
                .onComplete(found));

    assertThat(found.future().await()).isEqualTo(owners);
  }

  @Test
  void aFailedBatchFailsAllItsLookupsAndTheNextBatchIsTried() {
    SessionToken token = open(listener);
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
