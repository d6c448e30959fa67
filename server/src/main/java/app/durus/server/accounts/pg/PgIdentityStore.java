package app.durus.server.accounts.pg;

import app.durus.server.accounts.AccountCode;
import app.durus.server.accounts.AccountStore.NewSession;
import app.durus.server.accounts.ListenerName;
import app.durus.server.accounts.Sessions;
import app.durus.server.accounts.openid.Identity;
import app.durus.server.accounts.openid.IdentityStore;
import app.durus.server.database.ReplicatedCommit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** Identities of providers in PostgreSQL. Every call is one transaction. */
public final class PgIdentityStore implements IdentityStore {

  private static final String FIND =
      """
      SELECT id, disabled_at IS NOT NULL AS disabled
      FROM listener_identity JOIN listener ON id = listener_id
      WHERE issuer = $1 AND subject = $2\
      """;

  /** An identity that has an account by now fails it by its primary key. */
  private static final String ADD =
      """
      WITH added AS (
        INSERT INTO listener (id, name, name_key) VALUES ($1, $2, $3)
        ON CONFLICT (name_key) DO NOTHING
        RETURNING id),
      identified AS (
        INSERT INTO listener_identity (issuer, subject, listener_id)
        SELECT $4, $5, id FROM added
        RETURNING listener_id)
      INSERT INTO listener_session (token_sha256, listener_id, expires_at, device)
      SELECT $6, listener_id, now() + $7 * interval '1 second', $8 FROM identified\
      """;

  private static final String UNIQUE_VIOLATION = "23505";

  private final Pool pool;

  public PgIdentityStore(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Future<Optional<Known>> find(Identity identity) {
    return pool.preparedQuery(FIND)
        .execute(Tuple.of(identity.issuer(), identity.subject()))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              Row row = rows.iterator().next();
              return Optional.of(new Known(row.getUUID("id"), row.getBoolean("disabled")));
            });
  }

  @Override
  public Future<Boolean> openSession(NewSession session, Identity identity) {
    return pool.preparedQuery(AccountSql.OPEN_SESSION_OF_IDENTITY)
        .execute(
            Tuple.of(
                    Buffer.buffer(session.token().sha256()),
                    session.listenerId(),
                    (double) Sessions.LIFETIME.toSeconds(),
                    (long) Sessions.MAX_OF_A_LISTENER,
                    session.device(),
                    identity.issuer())
                .addString(identity.subject()))
        .map(inserted -> inserted.rowCount() == 1);
  }

  @Override
  public Future<Added> add(
      ListenerName name, Identity identity, NewSession session, Optional<AccountCode> invitation) {
    Tuple parameters =
        Tuple.of(
                session.listenerId(),
                name.shown(),
                name.key(),
                identity.issuer(),
                identity.subject(),
                Buffer.buffer(session.token().sha256()))
            .addDouble((double) Sessions.LIFETIME.toSeconds())
            .addString(session.device());
    return ReplicatedCommit.inTransaction(
            pool,
            connection ->
                use(connection, invitation)
                    .compose(used -> connection.preparedQuery(ADD).execute(parameters))
                    .compose(PgIdentityStore::added))
        .recover(
            failure ->
                switch (failure) {
                  case NotAdded not -> Future.succeededFuture(not.outcome);
                  case PgException taken when UNIQUE_VIOLATION.equals(taken.getSqlState()) ->
                      Future.succeededFuture(Added.IDENTITY_TAKEN);
                  default -> Future.failedFuture(failure);
                });
  }

  private static Future<Void> use(SqlConnection connection, Optional<AccountCode> invitation) {
    return invitation.isEmpty()
        ? Future.succeededFuture()
        : connection
            .preparedQuery(AccountSql.USE_INVITATION)
            .execute(Tuple.of(Buffer.buffer(invitation.get().sha256())))
            .compose(
                used ->
                    used.rowCount() == 1
                        ? Future.succeededFuture()
                        : Future.failedFuture(new NotAdded(Added.INVITATION_INVALID)));
  }

  private static Future<Added> added(RowSet<Row> inserted) {
    return inserted.rowCount() == 1
        ? Future.succeededFuture(Added.ADDED)
        : Future.failedFuture(new NotAdded(Added.NAME_TAKEN));
  }

  /** Ends a transaction without its changes. */
  private static final class NotAdded extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final Added outcome;

    NotAdded(Added outcome) {
      super(outcome.name(), null, false, false);
      this.outcome = outcome;
    }
  }
}
