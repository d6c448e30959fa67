package app.durus.server.listening.pg;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Set;
import java.util.UUID;

/**
 * What earlier transactions read of the catalogue, for as long as it is the same catalogue: every
 * transaction reads the epoch, and the revision, which every import raises under a lock before
 * anybody sees what it changed. So a push asks only for lectures and assets that were never asked
 * for since the last import. That there is no such lecture is not remembered: anybody can ask for
 * anything.
 *
 * <p>May be used by several event loops.
 */
final class CatalogueCache {

  private record Version(String epoch, long revision) {}

  private record Remembered(Version version, CachedCatalogue known) {}

  private volatile Remembered remembered = new Remembered(null, new CachedCatalogue());

  /**
   * Sends what it has to ask before it returns. Only when the catalogue turns out to be another one
   * than before is it asked anew, which takes a round trip more.
   *
   * @param clock the row that tells the catalogue's version; read before what is asked here, so
   *     that nothing is remembered that is older than its version
   * @return what knows those of the lectures and assets that there are
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

  /** Null when there is nothing to ask. */
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
