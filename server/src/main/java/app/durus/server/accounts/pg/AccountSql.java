package app.durus.server.accounts.pg;

/** The statements of {@link PgAccountStore}. */
final class AccountSql {

  static final String ADD =
      """
      WITH added AS (
        INSERT INTO listener (id, name, name_key, password_hash) VALUES ($1, $2, $3, $4)
        ON CONFLICT (name_key) DO NOTHING
        RETURNING id)
      INSERT INTO listener_session (token_sha256, listener_id, expires_at, device)
      SELECT $5, id, now() + $6 * interval '1 second', $7 FROM added\
      """;

  static final String CREDENTIALS =
      "SELECT id, name, password_hash, disabled_at IS NOT NULL AS disabled FROM listener";

  static final String CREDENTIALS_BY_NAME = CREDENTIALS + " WHERE name_key = $1";
  static final String CREDENTIALS_BY_ID = CREDENTIALS + " WHERE id = $1";

  static final String LOOK =
      """
      SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms, id, name,
        (SELECT listener_id FROM deleted_session WHERE token_sha256 = $2) AS deleted
      FROM (SELECT 1) AS always LEFT JOIN listener ON id = $1\
      """;

  /**
   * Waits for whoever changes the account's password, disables or deletes it, and then sees the
   * change. Of the surplus sessions, locked rows are skipped and removed the next time: waiting for
   * them could deadlock.
   *
   * @param present a condition on {@code listener}
   * @param device the number of the device's parameter
   */
  private static String openSession(String present, int device) {
    return """
    WITH present AS MATERIALIZED (
      SELECT id FROM listener
      WHERE id = $2 AND disabled_at IS NULL AND {present} FOR SHARE),
    ranked AS (
      SELECT token_sha256, row_number() OVER (
        ORDER BY expires_at > now() DESC, last_seen_at DESC, created_at DESC) AS place
      FROM listener_session WHERE listener_id = $2),
    surplus AS (
      DELETE FROM listener_session WHERE token_sha256 IN (
        SELECT token_sha256 FROM listener_session
        WHERE listener_id = $2 AND (expires_at <= now()
          OR token_sha256 IN (SELECT token_sha256 FROM ranked WHERE place >= $4))
        FOR UPDATE SKIP LOCKED))
    INSERT INTO listener_session (token_sha256, listener_id, expires_at, device)
    SELECT $1, id, now() + $3 * interval '1 second', ${device} FROM present\
    """
        .replace("{present}", present)
        .replace("{device}", Integer.toString(device));
  }

  static final String OPEN_SESSION = openSession("password_hash = $5", 6);

  static final String OPEN_SESSION_OF_IDENTITY =
      openSession(
          "EXISTS (SELECT FROM listener_identity"
              + " WHERE listener_id = id AND issuer = $6 AND subject = $7)",
          5);

  static final String SESSIONS =
      """
      SELECT id, device, created_at, last_seen_at, token_sha256 = $2 AS current
      FROM listener_session WHERE listener_id = $1 AND expires_at > now()
      ORDER BY last_seen_at DESC, created_at DESC, id\
      """;

  static final String END_SESSION_BY_ID =
      "DELETE FROM listener_session WHERE listener_id = $1 AND id = $2";

  static final String END_OTHERS =
      "DELETE FROM listener_session WHERE listener_id = $1 AND token_sha256 <> $2";

  static final String END_ALL = "DELETE FROM listener_session WHERE listener_id = $1";

  static final String CHANGE_PASSWORD =
      "UPDATE listener SET password_hash = $3 WHERE id = $1 AND password_hash = $2";

  static final String USE_INVITATION =
      """
      DELETE FROM account_code
      WHERE code_sha256 = $1 AND listener_id IS NULL AND expires_at > now()\
      """;

  static final String ACCOUNT_OF_CODE =
      """
      SELECT id, name FROM account_code JOIN listener ON id = listener_id
      WHERE code_sha256 = $1 AND NOT confirms_address AND expires_at > now()
        AND disabled_at IS NULL\
      """;

  /** The account's other codes for a new password end as well. */
  static final String USE_RESET =
      """
      WITH used AS (
        DELETE FROM account_code
        WHERE code_sha256 = $1 AND listener_id IS NOT NULL AND NOT confirms_address
          AND expires_at > now()
        RETURNING listener_id),
      others AS (
        DELETE FROM account_code
        WHERE listener_id IN (SELECT listener_id FROM used) AND code_sha256 <> $1
          AND NOT confirms_address)
      SELECT listener_id FROM used\
      """;

  static final String SET_PASSWORD =
      """
      UPDATE listener SET password_hash = $2
      WHERE id = $1 AND disabled_at IS NULL RETURNING id, name\
      """;

  /** Only the instance that gets the lock removes sessions. The transaction's end releases it. */
  static final String REMOVE_EXPIRED =
      """
      WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock($1) AS mine)
      DELETE FROM listener_session WHERE token_sha256 IN (
        SELECT token_sha256 FROM listener_session
        WHERE expires_at <= now() AND (SELECT mine FROM turn)
        ORDER BY expires_at LIMIT $2
        FOR UPDATE SKIP LOCKED)\
      """;

  /** No other advisory lock in this database has this number. */
  static final long REMOVING_EXPIRED = 0x64757275735F7377L;

  /** No instance serves a session longer than an hour after it ended. */
  static final String REMOVE_MARKS =
      """
      WITH sessions AS (DELETE FROM deleted_session WHERE expires_at <= now())
      DELETE FROM listening_ledger WHERE deleted_at < now() - interval '1 hour'\
      """;

  static final String DEVICE_SECRET = "SELECT secret FROM device_secret";

  static final String END_SESSION = "DELETE FROM listener_session WHERE token_sha256 = $1";

  private AccountSql() {}
}
