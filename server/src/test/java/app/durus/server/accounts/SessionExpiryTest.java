package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.accounts.AccountStore.FoundSession;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How long sessions last, and how many a listener may have. */
class SessionExpiryTest extends SessionsFixture {

  @Test
  void anExpiredSessionIdentifiesNobodyAndIsRemovedWithTheNextSignIn() {
    SessionToken expired = open(listener);
    execute(
        "UPDATE listener_session SET expires_at = now() WHERE token_sha256 = $1", digest(expired));

    assertThat(listenerOf(expired)).isEmpty();
    open(listener);
    assertThat(
            pool.preparedQuery("SELECT 1 FROM listener_session WHERE token_sha256 = $1")
                .execute(Tuple.of(Buffer.buffer(expired.sha256())))
                .await())
        .isEmpty();
  }

  @Test
  void usingASessionExtendsItForAYear() {
    SessionToken token = openedDaysAgo(364);

    assertThat(sessions.find(token).await()).hasValue(new FoundSession(listener, true));

    assertThat(secondsToExpiry(token))
        .isBetween(Sessions.LIFETIME.toSeconds() - 3_600, Sessions.LIFETIME.toSeconds());
  }

  @Test
  void aSessionIsRenewedAtMostOnceADay() {
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
  void aCachedSessionIsNotReportedAsRenewedAgain() {
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
  void aListenerKeepsTheFiftyMostRecentlyUsedSessions() {
    List<SessionToken> opened = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      SessionToken token = open(listener);
      opened.add(token);
      // The first ones are in use.
      execute(
          "UPDATE listener_session SET last_seen_at = now() - $2 * interval '1 hour'"
              + " WHERE token_sha256 = $1",
          digest(token),
          (double) i);
    }
    SessionToken last = open(listener);

    assertThat(countOf(listener)).isEqualTo(Sessions.MAX_OF_A_LISTENER);
    assertThat(opened.subList(0, 20)).allMatch(token -> store.session(token).await().isPresent());
    assertThat(store.session(last).await()).isPresent();
  }

  @Test
  void tooManySessionsOfOneListenerDoNotAffectOthers() {
    UUID other = anotherListener();
    SessionToken others = open(other);

    for (int i = 0; i < 60; i++) {
      open(listener);
    }

    assertThat(store.session(others).await()).hasValue(new FoundSession(other, false));
  }

  @Test
  void concurrentSignInsSucceedWithinTheLimit() {
    for (int round = 0; round < 5; round++) {
      Future.all(IntStream.range(0, 30).mapToObj(i -> opening(listener)).toList()).await();
    }
    open(listener);

    // Sessions that another sign-in had locked were left for the next one.
    assertThat(countOf(listener)).isEqualTo(Sessions.MAX_OF_A_LISTENER);
  }

  @Test
  void expiredSessionsAreRemovedInLimitedBatches() {
    sessions.removeExpired().await();
    SessionToken goesOn = open(listener);
    for (int i = 0; i < 5; i++) {
      openedDaysAgo(400);
    }

    assertThat(store.removeExpiredSessions(2).await()).isEqualTo(2);
    assertThat(sessions.removeExpired().await()).isEqualTo(3);
    assertThat(sessions.removeExpired().await()).isZero();
    assertThat(store.session(goesOn).await()).isPresent();
  }

  @Test
  void onlyOneInstanceAtATimeRemovesExpiredSessions() {
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
}
