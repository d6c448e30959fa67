package app.durus.server.accounts.pg;

import app.durus.server.accounts.AccountAdministration;
import app.durus.server.accounts.AccountCode;
import app.durus.server.accounts.ListenerName;
import app.durus.server.database.ReplicatedCommit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an operator does with accounts, in PostgreSQL. */
public final class PgAccountAdministration implements AccountAdministration {

  private static final String LIST =
      """
      SELECT id, name, email_address, created_at, disabled_at IS NOT NULL AS disabled, last_seen_at, sessions
      FROM listener LEFT JOIN (
        SELECT listener_id, max(last_seen_at) AS last_seen_at, count(*) AS sessions
        FROM listener_session WHERE expires_at > now() GROUP BY listener_id) AS present
        ON listener_id = id
      ORDER BY name_key, id\
      """;

  private static final String FIND = "SELECT id FROM listener WHERE name_key = $1";

  private static final String ADD_CODE =
      """
      INSERT INTO account_code (code_sha256, listener_id, expires_at)
      VALUES ($1, $2, now() + $3 * interval '1 second')\
      """;

  /** Not those that were sent by e-mail: they are the listener's. */
  private static final String REMOVE_CODES =
      "DELETE FROM account_code WHERE listener_id = $1 AND sent_to IS NULL";

  private static final String REMOVE_EXPIRED = "DELETE FROM account_code WHERE expires_at <= now()";

  private static final String DISABLE =
      "UPDATE listener SET disabled_at = coalesce(disabled_at, now()) WHERE id = $1";

  private static final String ENABLE = "UPDATE listener SET disabled_at = NULL WHERE id = $1";

  private static final String END_SESSIONS = "DELETE FROM listener_session WHERE listener_id = $1";

  private final Pool pool;

  public PgAccountAdministration(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Future<List<ListedAccount>> list() {
    return pool.query(LIST)
        .execute()
        .map(
            rows -> {
              List<ListedAccount> listed = new ArrayList<>();
              rows.forEach(row -> listed.add(account(row)));
              return listed;
            });
  }

  private static ListedAccount account(Row row) {
    Integer sessions = row.getInteger("sessions");
    return new ListedAccount(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("email_address"),
        row.getOffsetDateTime("created_at").toInstant(),
        instant(row.getOffsetDateTime("last_seen_at")),
        sessions == null ? 0 : sessions,
        row.getBoolean("disabled"));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  @Override
  public Future<Optional<UUID>> find(ListenerName name) {
    return pool.preparedQuery(FIND)
        .execute(Tuple.of(name.key()))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(rows.iterator().next().getUUID("id")));
  }

  @Override
  public Future<Void> addInvitation(AccountCode code, Duration lifetime) {
    return ReplicatedCommit.inTransaction(
        pool,
        connection ->
            connection
                .query(REMOVE_EXPIRED)
                .execute()
                .compose(removed -> add(connection, code, null, lifetime)));
  }

  @Override
  public Future<Void> addPasswordReset(AccountCode code, UUID listenerId, Duration lifetime) {
    return ReplicatedCommit.inTransaction(
        pool,
        connection ->
            run(connection, REMOVE_CODES, listenerId)
                .compose(removed -> add(connection, code, listenerId, lifetime)));
  }

  private static Future<Void> add(
      SqlConnection connection, AccountCode code, @Nullable UUID listenerId, Duration lifetime) {
    return connection
        .preparedQuery(ADD_CODE)
        .execute(Tuple.of(Buffer.buffer(code.sha256()), listenerId, (double) lifetime.toSeconds()))
        .mapEmpty();
  }

  /**
   * The update waits for sign-ins that hold the account's row, and sign-ins that come later see it.
   * So the second statement removes every session.
   */
  @Override
  public Future<Void> disable(UUID listenerId) {
    return ReplicatedCommit.inTransaction(
        pool,
        connection ->
            run(connection, DISABLE, listenerId)
                .compose(disabled -> run(connection, END_SESSIONS, listenerId)));
  }

  @Override
  public Future<Void> enable(UUID listenerId) {
    return pool.preparedQuery(ENABLE).execute(Tuple.of(listenerId)).mapEmpty();
  }

  @Override
  public Future<Void> delete(UUID listenerId) {
    return AccountDeletion.of(listenerId, pool);
  }

  private static Future<Void> run(SqlConnection connection, String sql, UUID listenerId) {
    return connection.preparedQuery(sql).execute(Tuple.of(listenerId)).mapEmpty();
  }
}
