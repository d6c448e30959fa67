package app.durus.server.accounts;

import app.durus.server.accounts.AccountStore.Credentials;
import app.durus.server.accounts.AccountStore.FoundSession;
import app.durus.server.accounts.AccountStore.StoredAccount;
import app.durus.server.accounts.pg.PgAccountStore;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sessions of a listener in PostgreSQL, with a clock that the test sets. */
@ExtendWith(PostgresExtension.class)
abstract class SessionsFixture {

  final AtomicLong nanos = new AtomicLong();
  Vertx vertx;
  Pool pool;
  PgAccountStore store;
  Sessions sessions;
  UUID listener;

  @BeforeEach
  void start(TestDatabase database) {
    vertx = Vertx.vertx();
    pool = database.pool(vertx);
    store = new PgAccountStore(pool, pool, Runnable::run);
    sessions = new Sessions(store, nanos::get);
    listener = UUID.randomUUID();
    add(listener);
  }

  private void add(UUID id) {
    ListenerName name = ListenerName.of(id.toString()).orElseThrow();
    store.add(name, "hash", Sessions.newSession(id, ""), Optional.empty()).await();
  }

  /** Opens a session, as with the right password. */
  SessionToken open(UUID of) {
    return opening(of).await();
  }

  Future<SessionToken> opening(UUID of) {
    return sessions.open(credentials(of), "a browser").map(Optional::orElseThrow);
  }

  static Credentials credentials(UUID of) {
    return new Credentials(new StoredAccount(of, of.toString()), "hash", false);
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  Optional<UUID> listenerOf(SessionToken token) {
    return sessions.find(token).await().map(FoundSession::listenerId);
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  void execute(String sql, Object... parameters) {
    pool.preparedQuery(sql).execute(Tuple.from(parameters)).await();
  }

  SessionToken openedDaysAgo(int days) {
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

  UUID anotherListener() {
    UUID other = UUID.randomUUID();
    add(other);
    return other;
  }

  long secondsToExpiry(SessionToken token) {
    return number(
        "SELECT extract(epoch FROM expires_at - now())::bigint FROM listener_session"
            + " WHERE token_sha256 = $1",
        digest(token));
  }

  long countOf(UUID listenerId) {
    return number(
        "SELECT count(*) FROM listener_session WHERE listener_id = $1 AND expires_at > now()",
        listenerId);
  }

  long number(String sql, Object parameter) {
    return pool.preparedQuery(sql)
        .execute(Tuple.of(parameter))
        .await()
        .iterator()
        .next()
        .getLong(0);
  }

  static Buffer digest(SessionToken token) {
    return Buffer.buffer(token.sha256());
  }
}
