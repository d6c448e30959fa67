package app.durus.server.listening.pg;

import app.durus.server.listening.ListeningLedger.Page;
import app.durus.server.listening.ListeningLedger.Recorded;
import app.durus.server.listening.rules.Reconciliation;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The second half of a batch's transaction: it writes what was decided, and reads the pages of the
 * devices that had not read everything before.
 */
final class BatchWrites {

  private BatchWrites() {}

  /**
   * Sends all statements before it returns.
   *
   * @param touched what was read for each push
   * @param decided what was decided on each, in the same order
   */
  static Future<List<Recorded>> send(
      SqlConnection connection, List<PushRows> touched, List<Reconciliation> decided) {
    List<StateRows.Written> written = new ArrayList<>();
    List<ChangePage> pages = new ArrayList<>(touched.size());
    for (int i = 0; i < touched.size(); i++) {
      PushRows push = touched.get(i);
      var changes = decided.get(i).changes();
      long base = push.ledger().revision();
      if (!changes.isEmpty()) {
        written.add(new StateRows.Written(push.push().listenerId(), base, changes));
      }
      pages.add(
          new ChangePage(
              push.ledger(), push.push().since(), push.statesAfter(changes), changes.size()));
    }
    Future<Void> writing = write(connection, written);
    Future<Map<Integer, List<Row>>> reading = readPages(connection, touched, pages);
    return Future.join(writing, reading).map(both -> recorded(decided, pages, reading.result()));
  }

  private static Future<Void> write(SqlConnection connection, List<StateRows.Written> written) {
    if (written.isEmpty()) {
      return Future.succeededFuture();
    }
    StateRows.Writes writes = StateRows.writes(written);
    return Statements.run(connection, writes.sql(), writes.parameters())
        .map(Statements::onlyRow)
        .compose(
            row ->
                row.getLong("ledgers") == writes.ledgers()
                        && row.getLong("states") == writes.states()
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new IllegalStateException(
                            String.format(
                                Locale.ROOT,
                                "wrote %d states and %d ledgers instead of %d and %d",
                                row.getLong("states"),
                                row.getLong("ledgers"),
                                writes.states(),
                                writes.ledgers()))));
  }

  /** The rows of each page that needs any, by its place in the batch. */
  private static Future<Map<Integer, List<Row>>> readPages(
      SqlConnection connection, List<PushRows> touched, List<ChangePage> pages) {
    List<Integer> places = new ArrayList<>();
    List<UUID> listenerIds = new ArrayList<>();
    List<Long> starts = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    for (int i = 0; i < pages.size(); i++) {
      if (!pages.get(i).needsNoRows()) {
        places.add(i);
        listenerIds.add(touched.get(i).push().listenerId());
        starts.add(pages.get(i).start());
        sizes.add(pages.get(i).rowsToRead());
      }
    }
    if (places.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return Statements.run(
            connection,
            ListeningSql.PAGES,
            Tuple.of(
                listenerIds.toArray(UUID[]::new),
                starts.toArray(Long[]::new),
                sizes.toArray(Long[]::new)))
        .map(rows -> byPlace(rows, places));
  }

  private static Map<Integer, List<Row>> byPlace(RowSet<Row> rows, List<Integer> places) {
    Map<Integer, List<Row>> byPlace = new HashMap<>();
    for (Row row : rows) {
      int place = places.get(row.getLong("place").intValue() - 1);
      byPlace.computeIfAbsent(place, first -> new ArrayList<>()).add(row);
    }
    return byPlace;
  }

  private static List<Recorded> recorded(
      List<Reconciliation> decided, List<ChangePage> pages, Map<Integer, List<Row>> rows) {
    List<Recorded> recorded = new ArrayList<>(decided.size());
    for (int i = 0; i < decided.size(); i++) {
      ChangePage page = pages.get(i);
      Page answer =
          page.needsNoRows()
              ? page.answerWithoutRows()
              : page.answer(rows.getOrDefault(i, List.of()));
      recorded.add(new Recorded(decided.get(i), answer));
    }
    return recorded;
  }
}
