package app.durus.server.catalogue.pg;

import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.AddedLecture;
import app.durus.server.catalogue.snapshot.SnapshotSource;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads the whole catalogue in one transaction that sees one state. Scholars and series are read at
 * once, because there are few. Lectures are read by a cursor, with their assets.
 */
public final class PgSnapshotSource implements SnapshotSource {

  /** A device parses and stores that many, with their assets, in one step. */
  static final int LECTURES_OF_A_PART = 200;

  /** Scholars and series without lectures. */
  private static final int ROWS_OF_A_PART = 500;

  private static final String VERSION =
      "SELECT (SELECT present_epoch()) AS epoch, revision,"
          + " (SELECT count(*) FROM lecture) AS lectures FROM catalogue";

  private static final String SCHOLARS = body(CatalogueTable.SCHOLAR);
  private static final String SERIES = body(CatalogueTable.SERIES);

  private static final String LECTURES =
      "SELECT json_build_object("
          + ChangesSql.lectureMembers()
          + ") AS body FROM lecture LEFT JOIN ("
          + "SELECT series_id, max(added_at) AS added_at FROM lecture GROUP BY series_id"
          + ") AS newest ON newest.series_id = lecture.series_id"
          + " ORDER BY lecture.published DESC, coalesce(newest.added_at, lecture.added_at) DESC,"
          + " lecture.series_id, lecture.number, lecture.id";

  private static final String ASSETS =
      body(CatalogueTable.ASSET) + " WHERE lecture_id = ANY($1::uuid[]) ORDER BY revision";

  private final Pool pool;

  /**
   * @param pool for long work
   */
  public PgSnapshotSource(Pool pool) {
    this.pool = pool;
  }

  private static String body(CatalogueTable<?> table) {
    return "SELECT json_build_object("
        + ChangesSql.members(table)
        + ") AS body FROM "
        + table.name();
  }

  @Override
  public Future<Version> version() {
    return pool.query("SELECT (SELECT present_epoch()) AS epoch, revision FROM catalogue")
        .execute()
        .map(rows -> version(rows.iterator().next()));
  }

  private static Version version(Row row) {
    return new Version(row.getString("epoch"), row.getLong("revision"));
  }

  @Override
  public <T> Future<T> read(Function<Contents, Sink<T>> sink) {
    return pool.getConnection()
        .compose(
            connection ->
                connection
                    .query("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                    .execute()
                    .compose(begun -> readOn(connection, sink))
                    .eventually(() -> connection.query("ROLLBACK").execute())
                    .eventually(connection::close));
  }

  private <T> Future<T> readOn(SqlConnection connection, Function<Contents, Sink<T>> sink) {
    return connection
        .query(VERSION)
        .execute()
        .map(rows -> rows.iterator().next())
        .compose(
            row -> {
              Sink<T> open = sink.apply(new Contents(version(row), row.getLong("lectures")));
              return new Reading(connection, open)
                  .run()
                  .compose(read -> open.finish())
                  .recover(
                      failure ->
                          open.abandon().transform(abandoned -> Future.failedFuture(failure)));
            });
  }

  /** One read of everything. */
  private static final class Reading {

    private final SqlConnection connection;
    private final Sink<?> sink;

    /** What no part has held yet. */
    private final Map<UUID, CatalogueRows.Row> scholars = new LinkedHashMap<>();

    private final Map<UUID, CatalogueRows.Row> series = new LinkedHashMap<>();

    Reading(SqlConnection connection, Sink<?> sink) {
      this.connection = connection;
      this.sink = sink;
    }

    Future<Void> run() {
      return bodies(SCHOLARS, Tuple.tuple())
          .onSuccess(
              read ->
                  read.stream()
                      .map(CatalogueTable.SCHOLAR::read)
                      .forEach(row -> scholars.put(row.id(), row)))
          .compose(read -> bodies(SERIES, Tuple.tuple()))
          .onSuccess(
              read ->
                  read.stream()
                      .map(CatalogueTable.SERIES::read)
                      .forEach(row -> series.put(row.id(), row)))
          .compose(read -> connection.prepare(LECTURES))
          .compose(
              prepared -> {
                Cursor cursor = prepared.cursor();
                return lectures(cursor).eventually(cursor::close).eventually(prepared::close);
              })
          .compose(read -> rest());
    }

    private Future<Void> lectures(Cursor cursor) {
      return cursor
          .read(LECTURES_OF_A_PART)
          .compose(
              rows -> {
                List<AddedLecture> lectures = new ArrayList<>(rows.size());
                rows.forEach(
                    row -> lectures.add(ChangesSql.addedLecture((JsonObject) row.getJson("body"))));
                Future<Void> taken = lectures.isEmpty() ? Future.succeededFuture() : part(lectures);
                return taken.compose(
                    done -> cursor.hasMore() ? lectures(cursor) : Future.succeededFuture());
              });
    }

    private Future<Void> part(List<AddedLecture> lectures) {
      UUID[] ids = lectures.stream().map(AddedLecture::id).toArray(UUID[]::new);
      return bodies(ASSETS, Tuple.of(ids))
          .compose(
              assets -> {
                List<CatalogueRows.Row> rows = new ArrayList<>();
                for (AddedLecture each : lectures) {
                  moveTo(rows, scholars, each.lecture().scholarId());
                  moveTo(rows, series, each.lecture().seriesId());
                }
                rows.addAll(lectures);
                assets.stream().map(CatalogueTable.ASSET::read).forEach(rows::add);
                return sink.take(rows);
              });
    }

    private static void moveTo(
        List<CatalogueRows.Row> rows, Map<UUID, CatalogueRows.Row> waiting, UUID id) {
      CatalogueRows.Row row = id == null ? null : waiting.remove(id);
      if (row != null) {
        rows.add(row);
      }
    }

    /** What has no lecture. */
    private Future<Void> rest() {
      List<CatalogueRows.Row> rows = new ArrayList<>(scholars.values());
      rows.addAll(series.values());
      return rest(rows);
    }

    private Future<Void> rest(List<CatalogueRows.Row> rows) {
      if (rows.isEmpty()) {
        return Future.succeededFuture();
      }
      int count = Math.min(ROWS_OF_A_PART, rows.size());
      return sink.take(rows.subList(0, count))
          .compose(taken -> rest(rows.subList(count, rows.size())));
    }

    private Future<List<JsonObject>> bodies(String sql, Tuple parameters) {
      return connection
          .preparedQuery(sql)
          .execute(parameters)
          .map(
              (RowSet<Row> rows) -> {
                List<JsonObject> bodies = new ArrayList<>(rows.size());
                rows.forEach(row -> bodies.add((JsonObject) row.getJson("body")));
                return bodies;
              });
    }
  }
}
