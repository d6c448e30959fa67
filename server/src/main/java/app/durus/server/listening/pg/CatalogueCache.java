package app.durus.server.listening.pg;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Set;
import java.util.UUID;

/**
 * Remembers what earlier transactions read of the catalogue, until the catalogue changes. Every
 * transaction reads the epoch and the catalogue's revision. Every import raises that revision in
 * the transaction that changes the catalogue. So a push queries only lectures and assets that
 * nobody asked for since the last import. Missing lectures are not remembered, because a client can
 * ask for any id.
 *
 * <p>May be used by several event loops.
 */
final class CatalogueCache {

  private record Version(String epoch, long revision) {}

  private record Remembered(Version version, CachedCatalogue known) {}

  private volatile Remembered remembered = new Remembered(null, new CachedCatalogue());

  /**
   * Sends its queries before it returns. If the catalogue has changed, it queries again, which
   * takes one more round trip.
   *
   * @param clock the row with the catalogue's version. It is read before the queries sent here, so
   *     that nothing is remembered that is older than its version
   * @return knows those of the lectures and assets that exist
   */
  Future<CachedCatalogue> lookUp(
      SqlConnection connection, Future<Row> clock, Set<UUID> lectureIds, Set<UUID> assetIds) {
    Remembered before = remembered;
    Future<RowSet<Row>> lectures =
        ask(connection, ListeningSql.LECTURES, before.known().unknownLectures(lectureIds));
    Future<RowSet<Row>> assets =
        ask(connection, ListeningSql.ASSETS, before.known().unknownAssets(assetIds));
    return Future.join(clock, lectures, assets)
        .compose(
            all -> {
              Version present = version(clock.result());
              if (present.equals(before.version())) {
                add(before.known(), lectures.result(), assets.result());
                return Future.succeededFuture(before.known());
              }
              return anew(connection, present, lectureIds, assetIds);
            });
  }

  private Future<CachedCatalogue> anew(
      SqlConnection connection, Version version, Set<UUID> lectureIds, Set<UUID> assetIds) {
    Future<RowSet<Row>> lectures = ask(connection, ListeningSql.LECTURES, lectureIds);
    Future<RowSet<Row>> assets = ask(connection, ListeningSql.ASSETS, assetIds);
    return Future.join(lectures, assets)
        .map(
            all -> {
              CachedCatalogue known = new CachedCatalogue();
              add(known, lectures.result(), assets.result());
              remembered = new Remembered(version, known);
              return known;
            });
  }

  /** The Future's result is null when there is nothing to query. */
  private static Future<RowSet<Row>> ask(SqlConnection connection, String sql, Set<UUID> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture()
        : Statements.run(connection, sql, Tuple.of((Object) ids.toArray(UUID[]::new)));
  }

  private static void add(CachedCatalogue known, RowSet<Row> lectures, RowSet<Row> assets) {
    if (lectures != null) {
      for (Row row : lectures) {
        known.addLecture(row.getUUID("id"), StateRows.durationMs(row));
      }
    }
    if (assets != null) {
      for (Row row : assets) {
        known.addAsset(row.getUUID("id"), row.getUUID("lecture_id"));
      }
    }
  }

  private static Version version(Row clock) {
    return new Version(clock.getString("epoch"), clock.getLong("catalogue_revision"));
  }
}
