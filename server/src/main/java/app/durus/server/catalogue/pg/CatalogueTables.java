package app.durus.server.catalogue.pg;

import app.durus.server.catalogue.Catalogue;
import app.durus.server.catalogue.CatalogueRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads the catalogue's tables for an import, and writes its changes, on the connection that holds
 * the import's lock.
 */
final class CatalogueTables {

  private static final int ROWS_AT_ONCE = 1_000;

  private static final String UPSERT_SCHOLAR = CatalogueTable.SCHOLAR.upsert(Set.of());

  private static final String UPSERT_SERIES = CatalogueTable.SERIES.upsert(Set.of("scholar_id"));

  private static final String UPSERT_LECTURE = CatalogueTable.LECTURE.upsert(Set.of("library_id"));

  private static final String INSERT_ASSET = CatalogueTable.ASSET.insert();

  /**
   * Runs after every change: an asset may have stopped or started being a lecture's present asset.
   */
  private static final String NOTE_REPLACED =
      """
      UPDATE audio_asset SET replaced_at = CASE WHEN replaced_at IS NULL THEN now() END
      WHERE (replaced_at IS NULL)
        <> EXISTS (SELECT FROM lecture WHERE lecture.primary_asset_id = audio_asset.id)\
      """;

  /**
   * Several assets may have the same bytes: all of them must have been replaced. Whether a lecture
   * uses an asset is read from the lectures; {@code replaced_at} alone is not trusted.
   */
  private static final String REPLACED_FOR =
      """
      SELECT sha256, extension FROM audio_asset GROUP BY sha256, extension
      HAVING bool_and(coalesce(replaced_at < now() - make_interval(secs => $1), false))
        AND NOT bool_or(EXISTS (SELECT FROM lecture WHERE primary_asset_id = audio_asset.id))\
      """;

  private final SqlConnection connection;

  CatalogueTables(SqlConnection connection) {
    this.connection = connection;
  }

  /** The whole catalogue, because matching and ids span libraries. */
  Future<CatalogueRows> read() {
    return rows(CatalogueTable.SCHOLAR)
        .compose(
            scholars ->
                rows(CatalogueTable.SERIES)
                    .compose(
                        series ->
                            rows(CatalogueTable.LECTURE)
                                .compose(
                                    lectures ->
                                        rows(CatalogueTable.ASSET)
                                            .map(
                                                assets ->
                                                    new CatalogueRows(
                                                        scholars, series, lectures, assets)))));
  }

  Future<List<Catalogue.Library>> libraries() {
    return connection
        .query("SELECT id, root, name FROM library")
        .execute()
        .map(
            found -> {
              List<Catalogue.Library> libraries = new ArrayList<>(found.size());
              found.forEach(
                  row ->
                      libraries.add(
                          new Catalogue.Library(
                              row.getUUID("id"), row.getString("root"), row.getString("name"))));
              return libraries;
            });
  }

  Future<Void> keep(Catalogue.Library library) {
    return connection
        .preparedQuery(
            """
            INSERT INTO library (id, root, name) VALUES ($1, $2, $3)
            ON CONFLICT (id) DO UPDATE SET root = excluded.root, name = excluded.name\
            """)
        .execute(Tuple.of(library.id(), library.root(), library.name()))
        .mapEmpty();
  }

  /**
   * Writes rows, each with a revision of its own. Call it within a transaction: the catalogue's row
   * stays locked until its end, so that revisions become visible in their order.
   */
  Future<Void> write(CatalogueRows changes) {
    return connection
        .query("SELECT revision FROM catalogue FOR UPDATE")
        .execute()
        .compose(
            locked -> {
              AtomicLong revision = new AtomicLong(locked.iterator().next().getLong(0));
              return writeRows(changes, revision)
                  .compose(
                      written ->
                          connection
                              .preparedQuery("UPDATE catalogue SET revision = $1")
                              .execute(Tuple.of(revision.get())));
            })
        .mapEmpty();
  }

  /**
   * Revisions are given to scholars before series and to assets before lectures, so that clients
   * mostly read a row before the rows that refer to it.
   */
  private Future<Void> writeRows(CatalogueRows changes, AtomicLong revision) {
    long ofScholars = revision.get();
    long ofSeries = ofScholars + changes.scholars().size();
    long ofAssets = ofSeries + changes.series().size();
    long ofLectures = ofAssets + changes.assets().size();
    revision.set(ofLectures + changes.lectures().size());
    return write(UPSERT_SCHOLAR, CatalogueTable.SCHOLAR, changes.scholars(), ofScholars)
        .compose(done -> write(UPSERT_SERIES, CatalogueTable.SERIES, changes.series(), ofSeries))
        // The foreign key needs a lecture before its assets; that of the present asset is deferred.
        .compose(
            done -> write(UPSERT_LECTURE, CatalogueTable.LECTURE, changes.lectures(), ofLectures))
        .compose(done -> write(INSERT_ASSET, CatalogueTable.ASSET, changes.assets(), ofAssets))
        .compose(done -> connection.query(NOTE_REPLACED).execute())
        .mapEmpty();
  }

  Future<List<Catalogue.Stored>> replacedFor(Duration duration) {
    return connection
        .preparedQuery(REPLACED_FOR)
        .execute(Tuple.of((double) duration.toSeconds()))
        .map(
            found -> {
              List<Catalogue.Stored> replaced = new ArrayList<>();
              found.forEach(
                  row ->
                      replaced.add(
                          new Catalogue.Stored(
                              row.getString("sha256"),
                              CatalogueTable.format(row.getString("extension")))));
              return replaced;
            });
  }

  private <R extends Record & CatalogueRows.Row> Future<Void> write(
      String sql, CatalogueTable<R> table, List<R> rows, long revision) {
    return write(sql, table, rows, revision, Future.succeededFuture());
  }

  /**
   * While the database executes one statement, the next one is prepared and sent.
   *
   * @param revision the last one before these rows
   * @param before the statement that is being executed
   */
  private <R extends Record & CatalogueRows.Row> Future<Void> write(
      String sql, CatalogueTable<R> table, List<R> rows, long revision, Future<?> before) {
    if (rows.isEmpty()) {
      return before.mapEmpty();
    }
    int count = Math.min(ROWS_AT_ONCE, rows.size());
    Tuple parameters = table.parameters(rows.subList(0, count), revision);
    Future<?> sent = connection.preparedQuery(sql).execute(parameters);
    return before.compose(
        done -> write(sql, table, rows.subList(count, rows.size()), revision + count, sent));
  }

  private <R extends Record & CatalogueRows.Row> Future<List<R>> rows(CatalogueTable<R> table) {
    // A prepared query has its answer in binary, which takes a fraction of the time to read.
    return connection
        .preparedQuery(table.select())
        .execute()
        .map(
            found -> {
              List<R> rows = new ArrayList<>(found.size());
              found.forEach(row -> rows.add(table.read(row)));
              return rows;
            });
  }
}
