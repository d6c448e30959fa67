package app.durus.proof.upgrade;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rows of all tables: by table and column, the texts of the values, in the order of the rows'
 * keys.
 */
record TableContents(Map<String, Map<String, List<String>>> tables) {

  /** What a migration changes on purpose: a dropped column, and the renewal of sessions (V10). */
  private static final Set<String> CHANGED =
      Set.of("catalogue.epoch", "listener_session.expires_at");

  private static final String COLUMNS =
      """
      SELECT table_name, column_name FROM information_schema.columns
      WHERE table_schema = current_schema() AND table_name <> 'flyway_schema_history'
      ORDER BY table_name, ordinal_position\
      """;

  static TableContents read(Connection connection) throws SQLException {
    Map<String, Set<String>> columns = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(COLUMNS)) {
      while (rows.next()) {
        columns.computeIfAbsent(rows.getString(1), table -> new TreeSet<>()).add(rows.getString(2));
      }
    }
    Map<String, Map<String, List<String>>> tables = new TreeMap<>();
    for (Map.Entry<String, Set<String>> table : columns.entrySet()) {
      tables.put(table.getKey(), read(connection, table.getKey(), table.getValue()));
    }
    return new TableContents(tables);
  }

  private static Map<String, List<String>> read(
      Connection connection, String table, Set<String> columns) throws SQLException {
    Map<String, List<String>> values = new TreeMap<>();
    columns.forEach(column -> values.put(column, new ArrayList<>()));
    // The first columns of every table are its key, in each version.
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1, 2")) {
      while (rows.next()) {
        for (String column : columns) {
          values.get(column).add(rows.getString(column));
        }
      }
    }
    return values;
  }

  /** The number of all rows. */
  long rows() {
    return tables.values().stream()
        .mapToLong(columns -> columns.values().stream().findFirst().map(List::size).orElse(0))
        .sum();
  }

  /** The tables and columns whose rows are not the same afterwards. */
  List<String> differences(TableContents afterwards) {
    List<String> different = new ArrayList<>();
    tables.forEach(
        (table, columns) ->
            columns.forEach(
                (column, values) -> {
                  String name = table + "." + column;
                  List<String> found =
                      afterwards.tables().getOrDefault(table, Map.of()).get(column);
                  if (!CHANGED.contains(name) && !values.equals(found)) {
                    different.add(name + " was " + values + " and is " + found);
                  }
                }));
    return different;
  }
}
