package app.durus.proof.server;

import app.durus.proof.oracle.TestCatalogue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Fills and reads the database of a running product. It adds lectures and signed-in listeners
 * before a proof, computes checksums, and records every revision by a trigger.
 */
public final class ProofTables {

  /** A trigger that records the revision of each changed state, in the same transaction. */
  private static final String REVISION_LOG =
      """
      CREATE TABLE IF NOT EXISTS proof_revision_log (
        listener_id uuid NOT NULL, revision bigint NOT NULL, lecture_id uuid NOT NULL);
      CREATE OR REPLACE FUNCTION proof_revision_log() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO proof_revision_log VALUES (NEW.listener_id, NEW.revision, NEW.lecture_id);
        RETURN NULL;
      END $$;
      CREATE OR REPLACE TRIGGER proof_revision_log AFTER INSERT OR UPDATE ON listening_state
        FOR EACH ROW EXECUTE FUNCTION proof_revision_log();
      """;

  /** The schema of the backups of a listener's tables; the recorded revisions are one of these. */
  private static final String BACKUPS =
      """
      CREATE TABLE proof_backup_state (backup uuid NOT NULL, kept listening_state);
      CREATE TABLE proof_backup_ledger (backup uuid NOT NULL, kept listening_ledger);
      CREATE TABLE proof_backup_revision_log (backup uuid NOT NULL, kept proof_revision_log);
      CREATE INDEX ON proof_backup_state (backup);
      CREATE INDEX ON proof_backup_ledger (backup);
      CREATE INDEX ON proof_backup_revision_log (backup);
      CREATE INDEX ON proof_revision_log (listener_id);
      """;

  /** A revision of the catalogue that no import reaches. */
  private static final int FIRST_REVISION = 1_000_000;

  private final String jdbcUrl;

  public ProofTables(String jdbcUrl) {
    this.jdbcUrl = jdbcUrl;
  }

  /** Adds the lectures of {@link TestCatalogue} to the catalogue. */
  public void stock() throws SQLException {
    StringBuilder sql = new StringBuilder("BEGIN;");
    UUID library = TestCatalogue.id(1, 1);
    UUID scholar = TestCatalogue.id(1, 2);
    sql.append(
        String.format(
            Locale.ROOT, "INSERT INTO library (id, root) VALUES ('%s', '/proof');", library));
    sql.append(
        String.format(
            Locale.ROOT,
            "INSERT INTO scholar (id, name, published, revision) VALUES ('%s', 'Proof', true, %d);",
            scholar,
            FIRST_REVISION));
    int revision = FIRST_REVISION + 1;
    for (TestCatalogue.Lecture lecture : TestCatalogue.LECTURES) {
      sql.append(
          String.format(
              Locale.ROOT,
              """
          INSERT INTO lecture (
            id, library_id, path, scholar_id, number, title, primary_asset_id, published, revision)
          VALUES ('%1$s', '%2$s', '%1$s.mp3', '%3$s', 0, 'Lecture', '%4$s', %5$s, %6$d);
          """,
              lecture.lectureId(),
              library,
              scholar,
              lecture.assets().getLast().assetId(),
              lecture.published(),
              revision++));
      for (TestCatalogue.Asset asset : lecture.assets()) {
        sql.append(
            String.format(
                Locale.ROOT,
                """
            INSERT INTO audio_asset (
              id, lecture_id, sha256, audio_sha256, size_bytes, duration_ms, extension, revision)
            VALUES ('%1$s', '%2$s', '%3$s', '%3$s', 1, %4$d, 'mp3', %5$d);
            """,
                asset.assetId(),
                lecture.lectureId(),
                asset.assetId().toString().replace("-", "").repeat(2),
                asset.durationMs(),
                revision++));
      }
    }
    execute(sql.append("COMMIT;").toString());
  }

  /** Creates listeners with one session each. The server looks these sessions up as any other. */
  public List<Listener> listeners(int count) throws SQLException {
    List<Listener> listeners = new ArrayList<>();
    try (Connection connection = connect();
        var account =
            connection.prepareStatement(
                "INSERT INTO listener (id, name, name_key, password_hash) VALUES (?, ?, ?, '')");
        var session =
            connection.prepareStatement(
                """
                INSERT INTO listener_session (token_sha256, listener_id, expires_at)
                VALUES (?, ?, now() + interval '1 day')
                """)) {
      connection.setAutoCommit(false);
      for (int i = 0; i < count; i++) {
        UUID id = UUID.randomUUID();
        String token = (id + "-" + UUID.randomUUID()).replace("-", "").substring(0, 43);
        account.setObject(1, id);
        account.setString(2, id.toString());
        account.setString(3, id.toString());
        account.addBatch();
        session.setBytes(1, sha256(token));
        session.setObject(2, id);
        session.addBatch();
        listeners.add(new Listener(id, token));
      }
      account.executeBatch();
      session.executeBatch();
      connection.commit();
    }
    return listeners;
  }

  public void installRevisionLog() throws SQLException {
    execute(REVISION_LOG);
  }

  /** After {@link #installRevisionLog}. */
  public void installBackups() throws SQLException {
    execute(BACKUPS);
  }

  /** Keeps what the listener's tables hold now. */
  public UUID backUp(UUID listenerId) throws SQLException {
    UUID backup = UUID.randomUUID();
    execute(
        String.format(
            Locale.ROOT,
            """
        INSERT INTO proof_backup_state
          SELECT '%1$s', s FROM listening_state s WHERE listener_id = '%2$s';
        INSERT INTO proof_backup_ledger
          SELECT '%1$s', l FROM listening_ledger l WHERE listener_id = '%2$s';
        INSERT INTO proof_backup_revision_log
          SELECT '%1$s', w FROM proof_revision_log w WHERE listener_id = '%2$s';
        """,
            backup,
            listenerId));
    return backup;
  }

  /** Restores in one transaction. The trigger is off; the recorded revisions are restored too. */
  public void restore(UUID listenerId, UUID backup) throws SQLException {
    execute(
        String.format(
            Locale.ROOT,
            """
        BEGIN;
        SET LOCAL session_replication_role = replica;
        DELETE FROM listening_state WHERE listener_id = '%2$s';
        DELETE FROM listening_ledger WHERE listener_id = '%2$s';
        DELETE FROM proof_revision_log WHERE listener_id = '%2$s';
        INSERT INTO listening_state
          SELECT (kept).* FROM proof_backup_state WHERE backup = '%1$s';
        INSERT INTO listening_ledger
          SELECT (kept).* FROM proof_backup_ledger WHERE backup = '%1$s';
        INSERT INTO proof_revision_log
          SELECT (kept).* FROM proof_backup_revision_log WHERE backup = '%1$s';
        COMMIT;
        """,
            backup,
            listenerId));
  }

  public String presentEpoch() throws SQLException {
    return ask("SELECT present_epoch()");
  }

  /**
   * Checks the recorded revisions of all listeners: each revision from 1 to the ledger's must have
   * been used exactly once. Returns what is wrong, or empty.
   */
  public Optional<String> faultyRevisions() throws SQLException {
    return Optional.ofNullable(
            ask(
                """
                SELECT string_agg(listener_id::text, ' ') FROM (
                  SELECT listener_id, count(w.revision) AS n, count(DISTINCT w.revision) AS different,
                         min(w.revision) AS least, max(w.revision) AS greatest, l.revision AS last
                  FROM proof_revision_log w FULL JOIN listening_ledger l USING (listener_id)
                  GROUP BY listener_id, l.revision) AS x
                WHERE coalesce(last, n) > 0
                  AND (n, different, least, greatest)
                    IS DISTINCT FROM (last, last, 1::bigint, last)
                """))
        .map(listeners -> "revisions with gaps or repeats: listeners " + listeners);
  }

  /** How many revisions were recorded. */
  public long revisions() throws SQLException {
    return Long.parseLong(ask("SELECT count(*) FROM proof_revision_log"));
  }

  /**
   * A checksum of every table that requests can write. Without sessions: their last use is written
   * hourly.
   */
  public String checksum() throws SQLException {
    return ask(
        """
        SELECT md5(concat_ws('/',
          (SELECT string_agg(x::text, ',' ORDER BY x::text) FROM listening_state x),
          (SELECT string_agg(x::text, ',' ORDER BY x::text) FROM listening_ledger x),
          (SELECT string_agg(x::text, ',' ORDER BY x::text) FROM listener x),
          (SELECT string_agg(x::text, ',' ORDER BY x::text) FROM lecture x),
          (SELECT string_agg(x::text, ',' ORDER BY x::text) FROM audio_asset x),
          (SELECT string_agg(x::text, ',' ORDER BY x::text) FROM catalogue x),
          (SELECT string_agg(x::text, ',' ORDER BY x::text) FROM database_epoch x),
          (SELECT count(*)::text FROM listener_session)))
        """);
  }

  private String ask(String sql) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl);
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
