package app.durus.server.catalogue.pg;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.AssetRow;
import app.durus.server.catalogue.CatalogueRows.LectureRow;
import app.durus.server.catalogue.CatalogueRows.ScholarRow;
import app.durus.server.catalogue.CatalogueRows.SeriesRow;
import app.durus.server.catalogue.DisplayMetadata;
import app.durus.server.records.RecordMapper;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
  private final List<RecordComponent> components;
  private final List<String> columns;
  private final List<Function<R, ?>> accessors;
  private final RecordMapper<ColumnSource, R> mapper;

  /** Where columns are read from. */
  @FunctionalInterface
  private interface ColumnSource {

    /** Null where the column is null. */
    Object get(String column, Class<?> type);
  }

  /**
   * @param otherColumns the columns that are not named like their components
   */
  private CatalogueTable(String name, Class<R> rowType, Map<String, String> otherColumns) {
    this.name = name;
    this.components = List.of(rowType.getRecordComponents());
    this.columns =
        components.stream()
            .map(
                component ->
                    otherColumns.getOrDefault(component.getName(), snakeCase(component.getName())))
            .toList();
    Map<String, Function<R, ?>> byName = RecordMapper.accessors(rowType);
    this.accessors =
        components.stream().<Function<R, ?>>map(one -> byName.get(one.getName())).toList();
    Map<String, Function<ColumnSource, ?>> readers = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      Class<?> type = components.get(i).getType();
      readers.put(components.get(i).getName(), source -> source.get(column, type));
    }
    this.mapper = new RecordMapper<>(rowType, readers);
  }

  String name() {
    return name;
  }

  /** All columns of the record: those that only the database writes are not among them. */
  List<String> columns() {
    return columns;
  }

  /**
   * Inserts rows. Its only parameter is a JSON array of {@link #json}: one statement for many rows
   * takes the database a fraction of the time of one for each.
   */
  String insert() {
    String written = String.join(", ", columns) + ", revision";
    return String.format(
        Locale.ROOT,
        "INSERT INTO %1$s (%2$s) SELECT %2$s FROM json_populate_recordset(NULL::%1$s, $1::json)",
        name,
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
        + columns.stream()
            .filter(column -> !column.equals("id") && !unchanging.contains(column))
            .map(column -> column + " = excluded." + column + ", ")
            .collect(Collectors.joining())
        + "revision = excluded.revision";
  }

  /** A row as the statements take it: a member for each column. */
  JsonObject json(R row, long revision) {
    JsonObject json = new JsonObject();
    for (int i = 0; i < columns.size(); i++) {
      json.put(columns.get(i), written(accessors.get(i).apply(row)));
    }
    return json.put("revision", revision);
  }

  private static Object written(Object value) {
    return switch (value) {
      case DisplayMetadata metadata -> DisplayMetadataJson.write(metadata);
      case AudioFormat format -> format.extension();
      case List<?> chapters -> ChaptersJson.write(chapters);
      case UUID id -> id.toString();
      case null, default -> value;
    };
  }

  R read(Row row) {
    return mapper.map((column, type) -> fromRow(row, column, type));
  }

  private static Object fromRow(Row row, String column, Class<?> type) {
    if (type == DisplayMetadata.class) {
      return DisplayMetadataJson.read((JsonObject) row.getJson(column));
    }
    if (type == List.class) {
      return ChaptersJson.read((JsonArray) row.getJson(column));
    }
    return type == AudioFormat.class ? format(row.getString(column)) : row.getValue(column);
  }

  /**
   * @param body as {@link ChangesSql} builds it: a member for each column
   */
  R read(JsonObject body) {
    return mapper.map((column, type) -> fromJson(body, column, type));
  }

  private static Object fromJson(JsonObject body, String column, Class<?> type) {
    if (type == DisplayMetadata.class) {
      return DisplayMetadataJson.read(body.getJsonObject(column));
    }
    if (type == List.class) {
      return ChaptersJson.read(body.getJsonArray(column));
    }
    if (type == UUID.class) {
      String id = body.getString(column);
      return id == null ? null : UUID.fromString(id);
    }
    if (type == long.class) {
      return body.getLong(column);
    }
    return type == AudioFormat.class ? format(body.getString(column)) : body.getValue(column);
  }

  static AudioFormat format(String extension) {
    return AudioFormat.ofFileName("." + extension).orElseThrow();
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
