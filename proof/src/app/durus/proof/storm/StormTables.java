package app.durus.proof.storm;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A storm's actions on the database of the running product: it sets the clock, creates listeners,
 * and restores a snapshot.
 */
final class StormTables implements AutoCloseable {

  /** The rows of every listener, in the types of {@code harness.ts}. */
  private static final String PASSWORD = "a password of the storm";

  /**
   * The database's clock, moved by the storm, which writes the time into a file. The product's
   * statements call {@code clock_timestamp()} and {@code now()}. These functions come before
   * PostgreSQL's own in the search path.
   */
  private static final String CLOCK =
      """
      CREATE OR REPLACE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
        AS $$ SELECT pg_catalog.to_timestamp(pg_catalog.pg_read_file('%2$s')::bigint / 1000.0) $$;
      CREATE OR REPLACE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql STABLE
        AS 'SELECT public.clock_timestamp()';
      ALTER DATABASE %1$s SET search_path = public, pg_catalog;
      -- Storms kill the server, never the database (proof/crash does): nothing has to wait for a disk.
      ALTER DATABASE %1$s SET synchronous_commit = off;
      """;

  private static final String SNAPSHOT_TABLES =
      """
      CREATE TABLE IF NOT EXISTS storm_state (LIKE listening_state);
      CREATE TABLE IF NOT EXISTS storm_ledger (LIKE listening_ledger);
      """;

  private final Connection connection;
  private final String passwordHash;

  StormTables(String jdbcUrl) throws SQLException {
    connection = DriverManager.getConnection(jdbcUrl);
    // The format of the product's hashes, at the lowest cost: the product reads the parameters from
    // the hash.
    passwordHash =
        Password.hash(PASSWORD)
            .addRandomSalt(16)
            .with(Argon2Function.getInstance(8, 1, 1, 32, Argon2.ID))
            .getResult();
  }

  static void createDatabase(String jdbcUrl, String name) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
  }

  /**
   * Replaces the database's clock, for connections that are opened from now on.
   *
   * @param database that this is connected to
   * @param clock file with the time in ms since 1970
   */
  void install(String database, Path clock) throws SQLException {
    execute(String.format(Locale.ROOT, CLOCK, database, clock.toAbsolutePath()));
    execute(SNAPSHOT_TABLES);
  }

  /**
   * Makes listeners.
   *
   * @param sessions how many each has
   * @return id, name and the sessions' tokens of each, separated by strokes
   */
  String signUp(int count, int sessions) throws SQLException {
    List<String> made = new ArrayList<>();
    try (var account =
            connection.prepareStatement(
                "INSERT INTO listener (id, name, name_key, password_hash) VALUES (?, ?, ?, ?)");
        var session =
            connection.prepareStatement(
                """
                INSERT INTO listener_session (token_sha256, listener_id, expires_at)
                VALUES (?, ?, 'infinity')
                """)) {
      for (int i = 0; i < count; i++) {
        UUID id = UUID.randomUUID();
        String name = "storm" + id.toString().substring(0, 13);
        account.setObject(1, id);
        account.setString(2, name);
        account.setString(3, name);
        account.setString(4, passwordHash);
        account.executeUpdate();
        List<String> shown = new ArrayList<>(List.of(id.toString(), name));
        for (int j = 0; j < sessions; j++) {
          String token = (UUID.randomUUID() + "-" + id).replace("-", "").substring(0, 43);
          session.setBytes(1, sha256(token));
          session.setObject(2, id);
          session.executeUpdate();
          shown.add(token);
        }
        made.add(String.join("/", shown));
      }
    }
    return String.join(" ", made);
  }

  /** Saves the rows of these listeners. */
  void snapshot(List<String> listenerIds) throws SQLException {
    for (String id : listenerIds) {
      execute(
          String.format(
              Locale.ROOT,
              """
          DELETE FROM storm_state WHERE listener_id = '%1$s';
          DELETE FROM storm_ledger WHERE listener_id = '%1$s';
          INSERT INTO storm_state SELECT * FROM listening_state WHERE listener_id = '%1$s';
          INSERT INTO storm_ledger SELECT * FROM listening_ledger WHERE listener_id = '%1$s';
          """,
              UUID.fromString(id)));
    }
  }

  /** Restores the rows in one transaction, and begins a new history as the command does (R13). */
  void restore(List<String> listenerIds) throws SQLException {
    StringBuilder sql = new StringBuilder("BEGIN;");
    for (String id : listenerIds) {
      sql.append(
          String.format(
              Locale.ROOT,
              """
          DELETE FROM listening_state WHERE listener_id = '%1$s';
          DELETE FROM listening_ledger WHERE listener_id = '%1$s';
          INSERT INTO listening_ledger SELECT * FROM storm_ledger WHERE listener_id = '%1$s';
          INSERT INTO listening_state SELECT * FROM storm_state WHERE listener_id = '%1$s';
          """,
              UUID.fromString(id)));
    }
    execute(sql + "UPDATE database_epoch SET id = gen_random_uuid(); COMMIT;");
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
