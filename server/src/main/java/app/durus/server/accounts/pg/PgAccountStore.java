package app.durus.server.accounts.pg;

import app.durus.server.accounts.AccountStore;
import app.durus.server.accounts.ListenerName;
import app.durus.server.accounts.SessionToken;
import app.durus.server.accounts.Sessions;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Accounts and sessions in PostgreSQL. Every call is one statement, and so one transaction. Session
 * lookups may share a statement.
 */
public final class PgAccountStore implements AccountStore {

  private static final String ADD =
      """
      WITH added AS (
        INSERT INTO listener (id, name, name_key, password_hash) VALUES ($1, $2, $3, $4)
        ON CONFLICT (name_key) DO NOTHING
        RETURNING id)
      INSERT INTO listener_session (token_sha256, listener_id, expires_at)
      SELECT $5, id, now() + $6 * interval '1 second' FROM added\
      """;

  private static final String CREDENTIALS =
      "SELECT id, name, password_hash FROM listener WHERE name_key = $1";

  private static final String LOOK =
      """
      SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms, id, name
      FROM (SELECT 1) AS always LEFT JOIN listener ON id = $1\
      """;

  /** Locked rows are skipped and removed the next time: waiting for them could deadlock. */
  private static final String OPEN_SESSION =
      """
      WITH ranked AS (
        SELECT token_sha256, row_number() OVER (
          ORDER BY expires_at > now() DESC, last_seen_at DESC, created_at DESC) AS place
        FROM listener_session WHERE listener_id = $2),
      surplus AS (
        DELETE FROM listener_session WHERE token_sha256 IN (
          SELECT token_sha256 FROM listener_session
          WHERE listener_id = $2 AND (expires_at <= now()
            OR token_sha256 IN (SELECT token_sha256 FROM ranked WHERE place >= $4))
          FOR UPDATE SKIP LOCKED))
      INSERT INTO listener_session (token_sha256, listener_id, expires_at)
      VALUES ($1, $2, now() + $3 * interval '1 second')\
      """;

  /** Only the instance that gets the lock removes sessions. The transaction's end releases it. */
  private static final String REMOVE_EXPIRED =
      """
      WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock($1) AS mine)
      DELETE FROM listener_session WHERE token_sha256 IN (
        SELECT token_sha256 FROM listener_session
        WHERE expires_at <= now() AND (SELECT mine FROM turn)
        ORDER BY expires_at LIMIT $2
        FOR UPDATE SKIP LOCKED)\
      """;

  /** No other advisory lock in this database has this number. */
  private static final long REMOVING_EXPIRED = 0x64757275735F7377L;

  private static final String DEVICE_SECRET = "SELECT secret FROM device_secret";

  private static final String END_SESSION = "DELETE FROM listener_session WHERE token_sha256 = $1";

  private final Pool pool;
  private final SessionLookups sessionLookups;

  /**
   * @param sessions the pool for session lookups, one statement at a time
   * @param loop the loop on which lookups begin; ideally that of the pool's connection
   */
  public PgAccountStore(Pool pool, Pool sessions, Executor loop) {
    this.pool = pool;
    this.sessionLookups = new SessionLookups(sessions, loop);
  }

  @Override
  public Future<Boolean> add(
      UUID listenerId,
      ListenerName name,
      String passwordHash,
      SessionToken token,
      Duration lifetime) {
    return execute(
            ADD,
            Tuple.of(
                listenerId,
                name.shown(),
                name.key(),
                passwordHash,
                digestOf(token),
                (double) lifetime.toSeconds()))
        .map(inserted -> inserted.rowCount() == 1);
  }

  @Override
  public Future<Optional<Credentials>> credentials(ListenerName name) {
    return one(
        CREDENTIALS,
        Tuple.of(name.key()),
        row -> new Credentials(accountIn(row), row.getString("password_hash")));
  }

  @Override
  public Future<AccountLookup> look(@Nullable UUID listenerId) {
    return execute(LOOK, Tuple.of(listenerId))
        .map(rows -> rows.iterator().next())
        .map(
            row ->
                new AccountLookup(
                    Optional.ofNullable(row.getUUID("id")).map(id -> accountIn(row)),
                    row.getLong("now_ms")));
  }

  @Override
  public Future<Void> openSession(UUID listenerId, SessionToken token, Duration lifetime) {
    return execute(
            OPEN_SESSION,
            Tuple.of(
                digestOf(token),
                listenerId,
                (double) lifetime.toSeconds(),
                (long) Sessions.MAX_OF_A_LISTENER))
        .mapEmpty();
  }

  @Override
  public Future<Optional<FoundSession>> session(SessionToken token) {
    return sessionLookups.session(token);
  }

  @Override
  public Future<Void> endSession(SessionToken token) {
    return execute(END_SESSION, Tuple.of(digestOf(token))).mapEmpty();
  }

  @Override
  public Future<Integer> removeExpiredSessions(int atMost) {
    return execute(REMOVE_EXPIRED, Tuple.of(REMOVING_EXPIRED, (long) atMost)).map(RowSet::rowCount);
  }

  @Override
  public Future<byte[]> deviceSecret() {
    return execute(DEVICE_SECRET, Tuple.tuple())
        .map(rows -> rows.iterator().next().getBuffer("secret").getBytes());
  }

  private <T> Future<Optional<T>> one(String sql, Tuple parameters, Function<Row, T> read) {
    return execute(sql, parameters)
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(read.apply(rows.iterator().next())));
  }

  private Future<RowSet<Row>> execute(String sql, Tuple parameters) {
    return pool.preparedQuery(sql).execute(parameters);
  }

  private static StoredAccount accountIn(Row row) {
    return new StoredAccount(row.getUUID("id"), row.getString("name"));
  }

  private static Buffer digestOf(SessionToken token) {
    return Buffer.buffer(token.sha256());
  }
}
