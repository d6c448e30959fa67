package app.durus.server.accounts.pg;

import app.durus.server.accounts.AccountCode;
import app.durus.server.accounts.ListenerName;
import app.durus.server.accounts.email.EmailAddress;
import app.durus.server.accounts.email.EmailStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Addresses in PostgreSQL. Every call is one statement. */
public final class PgEmailStore implements EmailStore {

  private static final String ADDRESS =
      "SELECT email_address FROM listener WHERE id = $1 AND email_address IS NOT NULL";

  private static final String RECIPIENTS =
      """
      SELECT id, name, email_address FROM listener
      WHERE (name_key = $1 OR lower(email_address COLLATE "C") = $2)
        AND email_address IS NOT NULL AND password_hash IS NOT NULL AND disabled_at IS NULL
      ORDER BY id LIMIT $3\
      """;

  /** The row's lock lets requests for one account count each other's codes. */
  private static final String ADD_RESET =
      """
      WITH present AS MATERIALIZED (
        SELECT id FROM listener WHERE id = $2 AND email_address = $3 FOR NO KEY UPDATE),
      ended AS (
        DELETE FROM account_code WHERE listener_id = $2 AND expires_at <= now())
      INSERT INTO account_code (code_sha256, listener_id, sent_to, expires_at)
      SELECT $1, id, $3, now() + $4 * interval '1 second' FROM present
      WHERE $5 > (
        SELECT count(*) FROM account_code
        WHERE listener_id = $2 AND sent_to IS NOT NULL AND NOT confirms_address
          AND expires_at > now())\
      """;

  private static final String ADD_CONFIRMATION =
      """
      WITH ended AS (
        DELETE FROM account_code WHERE listener_id = $2 AND confirms_address)
      INSERT INTO account_code (code_sha256, listener_id, sent_to, confirms_address, expires_at)
      VALUES ($1, $2, $3, true, now() + $4 * interval '1 second')\
      """;

  private static final String CONFIRM =
      """
      WITH used AS (
        DELETE FROM account_code
        WHERE code_sha256 = $1 AND listener_id = $2 AND confirms_address AND expires_at > now()
        RETURNING listener_id, sent_to),
      ended AS (
        DELETE FROM account_code
        WHERE listener_id IN (SELECT listener_id FROM used)
          AND sent_to IS NOT NULL AND NOT confirms_address)
      UPDATE listener SET email_address = sent_to FROM used WHERE id = listener_id\
      """;

  private static final String SET =
      """
      WITH ended AS (
        DELETE FROM account_code WHERE listener_id = $1 AND sent_to IS NOT NULL)
      UPDATE listener SET email_address = $2 WHERE id = $1\
      """;

  private final Pool pool;

  public PgEmailStore(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Future<Optional<EmailAddress>> address(UUID listenerId) {
    return execute(ADDRESS, Tuple.of(listenerId))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(addressIn(rows.iterator().next())));
  }

  @Override
  public Future<List<Recipient>> recipients(
      Optional<ListenerName> name, Optional<EmailAddress> address) {
    return execute(
            RECIPIENTS,
            Tuple.of(
                name.map(ListenerName::key).orElse(null),
                address.map(EmailAddress::key).orElse(null),
                (long) MAX_RECIPIENTS))
        .map(
            rows -> {
              List<Recipient> recipients = new ArrayList<>();
              rows.forEach(
                  row ->
                      recipients.add(
                          new Recipient(row.getUUID("id"), row.getString("name"), addressIn(row))));
              return recipients;
            });
  }

  @Override
  public Future<Boolean> addPasswordReset(AccountCode code, Recipient to, Duration lifetime) {
    return execute(
            ADD_RESET,
            Tuple.of(
                digestOf(code),
                to.listenerId(),
                to.address().text(),
                (double) lifetime.toSeconds(),
                (long) MAX_RESETS))
        .map(added -> added.rowCount() == 1);
  }

  @Override
  public Future<Void> addConfirmation(
      AccountCode code, UUID listenerId, EmailAddress address, Duration lifetime) {
    return execute(
            ADD_CONFIRMATION,
            Tuple.of(digestOf(code), listenerId, address.text(), (double) lifetime.toSeconds()))
        .mapEmpty();
  }

  @Override
  public Future<Boolean> confirm(AccountCode code, UUID listenerId) {
    return execute(CONFIRM, Tuple.of(digestOf(code), listenerId))
        .map(confirmed -> confirmed.rowCount() == 1);
  }

  @Override
  public Future<Void> set(UUID listenerId, Optional<EmailAddress> address) {
    return execute(SET, Tuple.of(listenerId, address.map(EmailAddress::text).orElse(null)))
        .mapEmpty();
  }

  private static EmailAddress addressIn(Row row) {
    return new EmailAddress(row.getString("email_address"));
  }

  private static Buffer digestOf(AccountCode code) {
    return Buffer.buffer(code.sha256());
  }

  private Future<RowSet<Row>> execute(String sql, Tuple parameters) {
    return pool.preparedQuery(sql).execute(parameters);
  }
}
