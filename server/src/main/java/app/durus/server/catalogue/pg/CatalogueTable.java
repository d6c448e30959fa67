package app.durus.server.catalogue.pg;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.AssetRow;
import app.durus.server.catalogue.CatalogueRows.LectureRow;
import app.durus.server.catalogue.CatalogueRows.ScholarRow;
import app.durus.server.catalogue.CatalogueRows.SeriesRow;
import app.durus.server.records.RecordMapper;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A table of the catalogue. Its columns are the components of the row's record, in their order: a
 * component {@code scholarId} is the column {@code scholar_id}. Statements, parameters and reading
 * follow from the record.
 *
 * @param <R> the row
 */
final class CatalogueTable<R extends Record & CatalogueRows.Row> {

  static final CatalogueTable<ScholarRow> SCHOLAR =
      new CatalogueTable<>("scholar", ScholarRow.class, Map.of());

  static final CatalogueTable<SeriesRow> SERIES =
      new CatalogueTable<>("series", SeriesRow.class, Map.of());

  static final CatalogueTable<LectureRow> LECTURE =
      new CatalogueTable<>("lecture", LectureRow.class, Map.of("assetId", "primary_asset_id"));

  static final CatalogueTable<AssetRow> ASSET =
      new CatalogueTable<>("audio_asset", AssetRow.class, Map.of("format", "extension"));

  private final String name;
  private final List<Column<R>> columns = new ArrayList<>();
  private final RecordMapper<ColumnSource, R> mapper;

  /**
   * @param accessor reads the value from a row
   */
  private record Column<R>(String name, ColumnType type, Function<R, ?> accessor) {}

  /** Where columns are read from. */
  @FunctionalInterface
  private interface ColumnSource {

    /**
     * @param position of the column, from 0
     * @return null where the column is null
     */
    Object get(int position, String column, ColumnType type);
  }

  /**
   * @param otherColumns the columns that are not named like their components
   */
  private CatalogueTable(String name, Class<R> rowType, Map<String, String> otherColumns) {
    this.name = name;
    Map<String, Function<R, ?>> accessors = RecordMapper.accessors(rowType);
    Map<String, Function<ColumnSource, ?>> readers = new HashMap<>();
    for (RecordComponent component : rowType.getRecordComponents()) {
      String member = component.getName();
      String column = otherColumns.getOrDefault(member, snakeCase(member));
      ColumnType type = ColumnType.of(component.getType());
      int position = columns.size();
      columns.add(new Column<>(column, type, accessors.get(member)));
      readers.put(member, source -> source.get(position, column, type));
    }
    this.mapper = new RecordMapper<>(rowType, readers);
  }

  String name() {
    return name;
  }

  /** All columns of the record: those that only the database writes are not among them. */
  List<String> columns() {
    return columns.stream().map(Column::name).toList();
  }

  /** Reads all rows. The columns of the result are those of {@link #columns}, in their order. */
  String select() {
    return "SELECT " + String.join(", ", columns()) + " FROM " + name;
  }

  /**
   * Inserts rows. Its parameters are {@link #parameters}, an array for each column: one statement
   * for many rows takes the database a fraction of the time of one for each.
   */
  String insert() {
    String written = String.join(", ", columns()) + ", revision";
    String casts =
        columns.stream()
            .map(column -> column.type.cast(column.name) + ", ")
            .collect(Collectors.joining());
    StringBuilder arrays = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      arrays.append('$').append(i + 1).append("::").append(columns.get(i).type.arrayType());
      arrays.append(", ");
    }
    return String.format(
        Locale.ROOT,
        "INSERT INTO %s (%s) SELECT %srevision FROM unnest(%s$%d::bigint[]) AS given (%s)",
        name,
        written,
        casts,
        arrays,
        columns.size() + 1,
        written);
  }

  /**
   * Inserts rows, or changes those of their ids; each id once.
   *
   * @param unchanging columns that a row keeps for ever
   */
  String upsert(Set<String> unchanging) {
    return insert()
        + " ON CONFLICT (id) DO UPDATE SET "
        + columns().stream()
            .filter(column -> !column.equals("id") && !unchanging.contains(column))
            .map(column -> column + " = excluded." + column + ", ")
            .collect(Collectors.joining())
        + "revision = excluded.revision";
  }

  /**
   * Rows as the statements take them.
   *
   * @param before the revision before that of the first row; each row has the next one
   */
  Tuple parameters(List<R> rows, long before) {
    List<Object> arrays = new ArrayList<>(columns.size() + 1);
    columns.forEach(column -> arrays.add(values(column, rows)));
    Long[] revisions = new Long[rows.size()];
    Arrays.setAll(revisions, i -> before + 1 + i);
    arrays.add(revisions);
    return Tuple.wrap(arrays);
  }

  private static <R> Object[] values(Column<R> column, List<R> rows) {
    Object[] values = column.type.array(rows.size());
    Arrays.setAll(values, i -> column.type.written(column.accessor.apply(rows.get(i))));
    return values;
  }

  /**
   * @param row of {@link #select}
   */
  R read(Row row) {
    return mapper.map((position, column, type) -> type.read(row, position));
  }

  /**
   * @param body as {@link ChangesSql} builds it: a member for each column
   */
  R read(JsonObject body) {
    return mapper.map((position, column, type) -> type.read(body, column));
  }

  static AudioFormat format(String extension) {
    return AudioFormat.ofFileName("." + extension).orElseThrow();
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
