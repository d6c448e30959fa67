package app.durus.server.accounts.pg;

import app.durus.server.accounts.AccountCode;
import app.durus.server.accounts.AccountStore;
import app.durus.server.accounts.ListenerName;
import app.durus.server.accounts.SessionToken;
import app.durus.server.accounts.Sessions;
import app.durus.server.database.ReplicatedCommit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Accounts and sessions in PostgreSQL. Every call is one transaction. Session lookups may share a
 * statement.
 */
public final class PgAccountStore implements AccountStore {

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
  public Future<Added> add(
      ListenerName name,
      String passwordHash,
      NewSession session,
      Optional<AccountCode> invitation) {
    Tuple parameters =
        Tuple.of(
            session.listenerId(),
            name.shown(),
            name.key(),
            passwordHash,
            digestOf(session.token()),
            (double) Sessions.LIFETIME.toSeconds());
    parameters.addString(session.device());
    if (invitation.isEmpty()) {
      return execute(AccountSql.ADD, parameters).map(PgAccountStore::added);
    }
    return inTransaction(
        connection ->
            run(connection, AccountSql.USE_INVITATION, Tuple.of(digestOf(invitation.get())))
                .compose(
                    used ->
                        used.rowCount() == 0
                            ? Future.failedFuture(new Undone(Added.INVITATION_INVALID))
                            : run(connection, AccountSql.ADD, parameters)
                                .map(PgAccountStore::added))
                .compose(
                    added ->
                        added == Added.ADDED
                            ? Future.succeededFuture(added)
                            : Future.failedFuture(new Undone(added))));
  }

  private static Added added(RowSet<Row> inserted) {
    return inserted.rowCount() == 1 ? Added.ADDED : Added.NAME_TAKEN;
  }

  @Override
  public Future<Optional<Credentials>> credentials(ListenerName name) {
    return one(AccountSql.CREDENTIALS_BY_NAME, Tuple.of(name.key()), PgAccountStore::credentialsIn);
  }

  @Override
  public Future<Optional<Credentials>> credentials(UUID listenerId) {
    return one(AccountSql.CREDENTIALS_BY_ID, Tuple.of(listenerId), PgAccountStore::credentialsIn);
  }

  private static Credentials credentialsIn(Row row) {
    return new Credentials(
        accountIn(row), row.getString("password_hash"), row.getBoolean("disabled"));
  }

  @Override
  public Future<Boolean> changePassword(
      UUID listenerId, String previousHash, String newHash, SessionToken kept) {
    return ReplicatedCommit.inTransaction(
        pool,
        connection ->
            run(connection, AccountSql.CHANGE_PASSWORD, Tuple.of(listenerId, previousHash, newHash))
                .compose(
                    changed ->
                        changed.rowCount() == 0
                            ? Future.succeededFuture(false)
                            : run(
                                    connection,
                                    AccountSql.END_OTHERS,
                                    Tuple.of(listenerId, digestOf(kept)))
                                .map(true)));
  }

  @Override
  public Future<Optional<StoredAccount>> accountOf(AccountCode code) {
    return one(AccountSql.ACCOUNT_OF_CODE, Tuple.of(digestOf(code)), PgAccountStore::accountIn);
  }

  @Override
  public Future<Optional<StoredAccount>> resetPassword(AccountCode code, String newHash) {
    return ReplicatedCommit.inTransaction(
        pool,
        connection ->
            run(connection, AccountSql.USE_RESET, Tuple.of(digestOf(code)))
                .compose(
                    used ->
                        used.size() == 0
                            ? Future.succeededFuture(Optional.empty())
                            : reset(
                                connection,
                                used.iterator().next().getUUID("listener_id"),
                                newHash)));
  }

  private static Future<Optional<StoredAccount>> reset(
      SqlConnection connection, UUID listenerId, String newHash) {
    return run(connection, AccountSql.SET_PASSWORD, Tuple.of(listenerId, newHash))
        .compose(
            set ->
                set.size() == 0
                    ? Future.succeededFuture(Optional.empty())
                    : run(connection, AccountSql.END_ALL, Tuple.of(listenerId))
                        .map(ended -> Optional.of(accountIn(set.iterator().next()))));
  }

  @Override
  public Future<AccountLookup> look(@Nullable UUID listenerId, @Nullable SessionToken token) {
    return execute(AccountSql.LOOK, Tuple.of(listenerId, token == null ? null : digestOf(token)))
        .map(rows -> rows.iterator().next())
        .map(
            row ->
                new AccountLookup(
                    Optional.ofNullable(row.getUUID("id")).map(id -> accountIn(row)),
                    Optional.ofNullable(row.getUUID("deleted")),
                    row.getLong("now_ms")));
  }

  @Override
  public Future<Boolean> openSession(NewSession session, String passwordHash) {
    return execute(
            AccountSql.OPEN_SESSION,
            Tuple.of(
                digestOf(session.token()),
                session.listenerId(),
                (double) Sessions.LIFETIME.toSeconds(),
                (long) Sessions.MAX_OF_A_LISTENER,
                passwordHash,
                session.device()))
        .map(inserted -> inserted.rowCount() == 1);
  }

  @Override
  public Future<List<ListedSession>> sessions(UUID listenerId, SessionToken current) {
    return execute(AccountSql.SESSIONS, Tuple.of(listenerId, digestOf(current)))
        .map(
            rows -> {
              List<ListedSession> listed = new ArrayList<>();
              rows.forEach(row -> listed.add(sessionIn(row)));
              return listed;
            });
  }

  private static ListedSession sessionIn(Row row) {
    return new ListedSession(
        row.getUUID("id"),
        row.getString("device"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("last_seen_at").toInstant(),
        row.getBoolean("current"));
  }

  @Override
  public Future<Void> endSession(UUID listenerId, UUID sessionId) {
    return execute(AccountSql.END_SESSION_BY_ID, Tuple.of(listenerId, sessionId)).mapEmpty();
  }

  @Override
  public Future<Void> endOtherSessions(UUID listenerId, SessionToken kept) {
    return execute(AccountSql.END_OTHERS, Tuple.of(listenerId, digestOf(kept))).mapEmpty();
  }

  @Override
  public Future<Optional<FoundSession>> session(SessionToken token) {
    return sessionLookups.session(token);
  }

  @Override
  public Future<Void> endSession(SessionToken token) {
    return execute(AccountSql.END_SESSION, Tuple.of(digestOf(token))).mapEmpty();
  }

  @Override
  public Future<Integer> removeExpiredSessions(int atMost) {
    return execute(AccountSql.REMOVE_EXPIRED, Tuple.of(AccountSql.REMOVING_EXPIRED, (long) atMost))
        .map(RowSet::rowCount);
  }

  @Override
  public Future<Void> delete(UUID listenerId) {
    return AccountDeletion.of(listenerId, pool);
  }

  @Override
  public Future<Void> removeMarksOfDeleted() {
    return execute(AccountSql.REMOVE_MARKS, Tuple.tuple()).mapEmpty();
  }

  @Override
  public Future<byte[]> deviceSecret() {
    return execute(AccountSql.DEVICE_SECRET, Tuple.tuple())
        .map(rows -> rows.iterator().next().getBuffer("secret").getBytes());
  }

  /** Ends a transaction without its changes. */
  private static final class Undone extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final Added outcome;

    Undone(Added outcome) {
      super(outcome.name(), null, false, false);
      this.outcome = outcome;
    }
  }

  private Future<Added> inTransaction(Function<SqlConnection, Future<Added>> work) {
    return ReplicatedCommit.inTransaction(pool, work)
        .recover(
            failure ->
                failure instanceof Undone undone
                    ? Future.succeededFuture(undone.outcome)
                    : Future.failedFuture(failure));
  }

  private static Future<RowSet<Row>> run(SqlConnection connection, String sql, Tuple parameters) {
    return connection.preparedQuery(sql).execute(parameters);
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

  private static Buffer digestOf(AccountCode code) {
    return Buffer.buffer(code.sha256());
  }

  private static Buffer digestOf(SessionToken token) {
    return Buffer.buffer(token.sha256());
  }
}
