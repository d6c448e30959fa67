package app.durus.proof.upgrade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows as the server of a released schema wrote them. The seed decides their values. */
final class ReleasedSchema {

  /** The session of every version's listener. */
  static final String TOKEN = "A".repeat(43);

  static final UUID LISTENER = new UUID(7, 7);
  static final int LECTURES = 40;

  private static final Path MIGRATIONS = Path.of("server/src/main/resources/db");

  private ReleasedSchema() {}

  /** The versions of all migrations, the first one first. */
  static List<String> versions() throws IOException {
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      int last = Math.toIntExact(files.filter(file -> file.toString().endsWith(".sql")).count());
      return IntStream.rangeClosed(1, last).mapToObj(Integer::toString).toList();
    }
  }

  /** From the third version on there is everything that a listener does. */
  static boolean hasListening(String version) {
    return Integer.parseInt(version) >= 3;
  }

  static boolean hasCatalogue(String version) {
    return Integer.parseInt(version) >= 2;
  }

  /** Fills a database that has the tables of a version and no rows but its migrations' own. */
  static void fill(Connection connection, String version, SplittableRandom random)
      throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          String.format(
              Locale.ROOT,
              """
              INSERT INTO listener (id, name, name_key, password_hash, created_at)
              VALUES ('%1$s', E'سامعة \\\\ "x"', 'سامعة', '$argon2id$none', now());
              INSERT INTO listener_session
                (token_sha256, listener_id, created_at, last_seen_at, expires_at)
              VALUES ('\\x%2$s', '%1$s', now(), now(), now() + interval '90 days');
              """,
              LISTENER,
              sha256(TOKEN)));
      if (hasCatalogue(version)) {
        fillCatalogue(statement, random);
      }
      if (hasListening(version)) {
        fillListening(statement, random);
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private static void fillCatalogue(Statement statement, SplittableRandom random)
      throws SQLException {
    UUID library = new UUID(1, 1);
    UUID scholar = new UUID(2, 1);
    UUID series = new UUID(3, 1);
    statement.execute(
        String.format(
            Locale.ROOT,
            """
            INSERT INTO library (id, root, name) VALUES ('%s', '/srv/دروس', NULL);
            INSERT INTO scholar (id, name, published, revision) VALUES ('%s', 'الشيخ', true, 1);
            INSERT INTO series (id, scholar_id, title, published, revision)
            VALUES ('%s', '%2$s', 'سلسلة', true, 2);
            """,
            library,
            scholar,
            series));
    for (int number = 1; number <= LECTURES; number++) {
      statement.execute(
          String.format(
              Locale.ROOT,
              """
              INSERT INTO lecture (id, library_id, path, scholar_id, series_id, number, title,
                language, primary_asset_id, added_at, published, revision)
              VALUES ('%1$s', '%2$s', 'a/%3$d.mp3', '%4$s', '%5$s', %3$d, 'درس %3$d', 'ar', '%6$s',
                now(), %9$b, %10$d);
              INSERT INTO audio_asset (id, lecture_id, sha256, audio_sha256, size_bytes,
                duration_ms, extension, revision)
              VALUES ('%6$s', '%1$s', '%7$s', '%7$s', %8$d, 3600000, 'mp3', %11$d);
              """,
              lecture(number),
              library,
              number,
              scholar,
              series,
              asset(number),
              sha256("audio " + number),
              random.nextLong(1, 1_000_000_000),
              random.nextInt(10) > 0,
              number + 100,
              number + 1_000));
    }
    statement.execute("UPDATE catalogue SET revision = 2000");
  }

  private static void fillListening(Statement statement, SplittableRandom random)
      throws SQLException {
    statement.execute(
        "INSERT INTO listening_ledger (listener_id, revision) VALUES ('"
            + LISTENER
            + "', "
            + LECTURES
            + ")");
    for (int number = 1; number <= LECTURES; number++) {
      // Every lecture has at least one register.
      int registers = random.nextInt(1, 8);
      String position =
          (registers & 1) == 0
              ? "NULL, NULL, NULL, NULL, NULL"
              : String.format(
                  Locale.ROOT,
                  "%d, '%s', %d, '%s', '%s'",
                  random.nextLong(3_600_000),
                  asset(number),
                  time(random),
                  new UUID(random.nextLong(), random.nextLong()),
                  new UUID(9, 1));
      long completedAt = time(random);
      boolean completed = random.nextBoolean();
      String completion =
          (registers & 2) == 0
              ? "NULL, NULL, NULL, NULL, NULL"
              : String.format(
                  Locale.ROOT,
                  "%b, %d, '%s', '%s', %s",
                  completed,
                  completedAt,
                  new UUID(random.nextLong(), random.nextLong()),
                  new UUID(9, 2),
                  completed ? Long.toString(completedAt - random.nextLong(1_000)) : "NULL");
      String favorite =
          (registers & 4) == 0
              ? "NULL, NULL, NULL, NULL"
              : String.format(
                  Locale.ROOT,
                  "%b, %d, '%s', '%s'",
                  random.nextBoolean(),
                  time(random),
                  new UUID(random.nextLong(), random.nextLong()),
                  new UUID(9, 3));
      statement.execute(
          String.format(
              Locale.ROOT,
              """
              INSERT INTO listening_state (listener_id, lecture_id, revision,
                position_ms, position_asset_id, position_occurred_at, position_intent_id,
                position_device_id,
                completed, completion_occurred_at, completion_intent_id, completion_device_id,
                first_completed_at,
                favorite, favorite_occurred_at, favorite_intent_id, favorite_device_id)
              VALUES ('%s', '%s', %d, %s, %s, %s)
              """,
              LISTENER,
              lecture(number),
              number,
              position,
              completion,
              favorite));
    }
  }

  private static long time(SplittableRandom random) {
    return 1_700_000_000_000L + random.nextLong(50_000_000_000L);
  }

  static UUID lecture(int number) {
    return new UUID(4, number);
  }

  private static UUID asset(int number) {
    return new UUID(5, number);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
