package app.durus.server.catalogue.pg;

import app.durus.server.catalogue.Catalogue.Change;
import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.AddedLecture;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads what changed since a cursor. */
final class ChangesSql {

  private static final String ADDED_AT_MS = "added_at_ms";
  private static final String ADDED_AT =
      ", '" + ADDED_AT_MS + "', floor(extract(epoch FROM lecture.added_at) * 1000)::bigint";

  /**
   * One statement, so that all four tables are read from one snapshot. With a statement for each,
   * an import that commits in between could put a later revision on the page and leave out an
   * earlier one. Each table contributes at most a page. The subquery computes the epoch once, not
   * for each row. $1 is the cursor, $2 the limit.
   */
  static final String CHANGES =
      "SELECT (SELECT present_epoch()) AS epoch, catalogue.revision AS newest, change.kind,"
          + " change.revision, change.body\nFROM catalogue LEFT JOIN (\n"
          + List.of(
                  changed(CatalogueTable.SCHOLAR, ""),
                  changed(CatalogueTable.SERIES, ""),
                  changed(CatalogueTable.LECTURE, ADDED_AT),
                  changed(CatalogueTable.ASSET, ""))
              .stream()
              .collect(Collectors.joining("\nUNION ALL\n"))
          + "\n) AS change ON true\nORDER BY change.revision LIMIT $2";

  private ChangesSql() {}

  /**
   * @param more of the JSON object's members
   */
  private static String changed(CatalogueTable<?> table, String more) {
    return String.format(
        Locale.ROOT,
        """
        (SELECT '%1$s' AS kind, revision, json_build_object(%2$s%3$s) AS body
          FROM %1$s WHERE revision > $1 ORDER BY revision LIMIT $2)\
        """,
        table.name(),
        members(table),
        more);
  }

  /** The members of a lecture's JSON object, as {@link #addedLecture} reads them. */
  static String lectureMembers() {
    return members(CatalogueTable.LECTURE) + ADDED_AT;
  }

  /** The members of a row's JSON object. */
  static String members(CatalogueTable<?> table) {
    return table.columns().stream()
        .map(column -> "'" + column + "', " + table.name() + "." + column)
        .collect(Collectors.joining(", "));
  }

  static AddedLecture addedLecture(JsonObject body) {
    return new AddedLecture(CatalogueTable.LECTURE.read(body), body.getLong(ADDED_AT_MS));
  }

  static Change change(Row row) {
    JsonObject body = (JsonObject) row.getJson("body");
    String kind = row.getString("kind");
    CatalogueRows.Row changed;
    if (kind.equals(CatalogueTable.LECTURE.name())) {
      changed = addedLecture(body);
    } else if (kind.equals(CatalogueTable.SCHOLAR.name())) {
      changed = CatalogueTable.SCHOLAR.read(body);
    } else if (kind.equals(CatalogueTable.SERIES.name())) {
      changed = CatalogueTable.SERIES.read(body);
    } else {
      changed = CatalogueTable.ASSET.read(body);
    }
    return new Change(row.getLong("revision"), changed);
  }
}
