package app.durus.server.listening;

import app.durus.server.database.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Inserts lectures and assets into the catalogue's tables. */
public final class CatalogueFixture {

  private static final UUID LIBRARY = new UUID(1, 1);
  private static final UUID SCHOLAR = new UUID(1, 2);

  /** Revisions of the catalogue, far apart so that a whole import fits between two. */
  private static final AtomicLong REVISIONS = new AtomicLong();

  private final TestDatabase database;

  public CatalogueFixture(TestDatabase database) {
    this.database = database;
    execute(
        String.format(
            Locale.ROOT,
            "INSERT INTO library (id, root) VALUES ('%s', '/lectures') ON CONFLICT DO NOTHING",
            LIBRARY));
    execute(
        String.format(
            Locale.ROOT,
            """
            INSERT INTO scholar (id, name, published, revision) VALUES ('%s', 'Scholar', true, 1)
            ON CONFLICT DO NOTHING
            """,
            SCHOLAR));
  }

  /** A published lecture of ten minutes with one asset. */
  public LectureAndAsset lecture() {
    LectureAndAsset made = new LectureAndAsset(UUID.randomUUID(), UUID.randomUUID());
    lecture(made, 600_000);
    return made;
  }

  public void lecture(LectureAndAsset made, long durationMs) {
    execute(
        String.format(
            Locale.ROOT,
            """
            BEGIN;
            INSERT INTO lecture (
              id, library_id, path, scholar_id, number, title, primary_asset_id, published, revision)
            VALUES ('%1$s', '%2$s', '%1$s.mp3', '%3$s', 0, 'Lecture', '%4$s', true, %5$d);
            %6$s
            COMMIT;
            """,
            made.lectureId(),
            LIBRARY,
            SCHOLAR,
            made.assetId(),
            revision(),
            insertOf(made.assetId(), made.lectureId(), durationMs)));
  }

  /** Lectures with the ids {@code (high, 0)}, {@code (high, 1)}, ... sharing one asset. */
  public void lectures(long high, int count) {
    LectureAndAsset first = new LectureAndAsset(new UUID(high, 0), UUID.randomUUID());
    lecture(first, 600_000);
    StringBuilder values = new StringBuilder();
    for (int i = 1; i < count; i++) {
      UUID id = new UUID(high, i);
      values
          .append(i == 1 ? "" : ", ")
          .append(
              String.format(
                  Locale.ROOT,
                  "('%1$s', '%2$s', '%1$s.mp3', '%3$s', 0, 'Lecture', '%4$s', true, %5$d)",
                  id,
                  LIBRARY,
                  SCHOLAR,
                  first.assetId(),
                  revision() + i));
    }
    execute(
        """
        INSERT INTO lecture (
          id, library_id, path, scholar_id, number, title, primary_asset_id, published, revision)
        VALUES\s\
        """
            + values);
  }

  /** Replaces a lecture's audio as an import does (R9); the former asset stays. */
  public UUID replaceAsset(UUID lectureId, long durationMs) {
    UUID assetId = UUID.randomUUID();
    execute(
        String.format(
            Locale.ROOT,
            """
            BEGIN;
            UPDATE catalogue SET revision = revision + 1;
            %s
            UPDATE lecture SET primary_asset_id = '%s' WHERE id = '%s';
            COMMIT
            """,
            insertOf(assetId, lectureId, durationMs),
            assetId,
            lectureId));
    return assetId;
  }

  public void unpublish(UUID lectureId) {
    execute(
        String.format(
            Locale.ROOT, "UPDATE lecture SET published = false WHERE id = '%s'", lectureId));
  }

  /** Runs SQL on a connection of its own. */
  public void execute(String sql) {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }

  private static String insertOf(UUID assetId, UUID lectureId, long durationMs) {
    String digest = assetId.toString().replace("-", "").repeat(2);
    return String.format(
        Locale.ROOT,
        """
        INSERT INTO audio_asset (
          id, lecture_id, sha256, audio_sha256, size_bytes, duration_ms, extension, revision)
        VALUES ('%s', '%s', '%s', '%s', 1, %d, 'mp3', %d);
        """,
        assetId,
        lectureId,
        digest,
        digest,
        durationMs,
        revision());
  }

  private static long revision() {
    return REVISIONS.addAndGet(1_000);
  }

  public record LectureAndAsset(UUID lectureId, UUID assetId) {}
}
