package app.durus.server.catalogue.pg;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.DisplayMetadata;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;

/** How the values of a row's components are written to columns, and read from them. */
enum ColumnType {
  ID("uuid"),
  TEXT("text"),
  INTEGER("integer"),
  BIGINT("bigint"),
  FLAG("boolean"),
  FORMAT("text"),
  METADATA("jsonb"),
  CHAPTERS("jsonb");

  /** Most rows have neither description nor chapters. */
  private static final String NO_METADATA = "{}";

  private static final String NO_CHAPTERS = "[]";

  private final String sqlType;

  ColumnType(String sqlType) {
    this.sqlType = sqlType;
  }

  /**
   * @param component the type of a component of a row
   */
  static ColumnType of(Class<?> component) {
    if (component == UUID.class) {
      return ID;
    }
    if (component == String.class) {
      return TEXT;
    }
    if (component == int.class) {
      return INTEGER;
    }
    if (component == long.class) {
      return BIGINT;
    }
    if (component == boolean.class) {
      return FLAG;
    }
    if (component == AudioFormat.class) {
      return FORMAT;
    }
    if (component == DisplayMetadata.class) {
      return METADATA;
    }
    if (component == List.class) {
      return CHAPTERS;
    }
    throw new IllegalArgumentException("no column holds a " + component);
  }

  /**
   * The type of a parameter with many values. JSON is sent as text, because it is built as text.
   */
  String arrayType() {
    return (isJson() ? "text" : sqlType) + "[]";
  }

  /** A column of the parameters, as the type of the table's column. */
  String cast(String column) {
    return isJson() ? column + "::jsonb" : column;
  }

  private boolean isJson() {
    return this == METADATA || this == CHAPTERS;
  }

  /** An array for values of a column, as the client for PostgreSQL takes it. */
  Object[] array(int length) {
    return switch (this) {
      case ID -> new UUID[length];
      case INTEGER -> new Integer[length];
      case BIGINT -> new Long[length];
      case FLAG -> new Boolean[length];
      case TEXT, FORMAT, METADATA, CHAPTERS -> new String[length];
    };
  }

  /** The value of a component as an element of {@link #array}. Null stays null. */
  Object written(Object value) {
    return switch (value) {
      case DisplayMetadata metadata ->
          metadata.equals(DisplayMetadata.NONE)
              ? NO_METADATA
              : DisplayMetadataJson.write(metadata).encode();
      case AudioFormat format -> format.extension();
      case List<?> chapters ->
          chapters.isEmpty() ? NO_CHAPTERS : ChaptersJson.write(chapters).encode();
      case null, default -> value;
    };
  }

  /** The value of a component, from a row of the table. */
  Object read(Row row, int position) {
    return switch (this) {
      case METADATA -> DisplayMetadataJson.read((JsonObject) row.getJson(position));
      case CHAPTERS -> ChaptersJson.read((JsonArray) row.getJson(position));
      case FORMAT -> CatalogueTable.format(row.getString(position));
      case ID, TEXT, INTEGER, BIGINT, FLAG -> row.getValue(position);
    };
  }

  /** The value of a component, from a row as JSON. */
  Object read(JsonObject body, String column) {
    return switch (this) {
      case METADATA -> DisplayMetadataJson.read(body.getJsonObject(column));
      case CHAPTERS -> ChaptersJson.read(body.getJsonArray(column));
      case FORMAT -> CatalogueTable.format(body.getString(column));
      case ID -> {
        String id = body.getString(column);
        yield id == null ? null : UUID.fromString(id);
      }
      case BIGINT -> body.getLong(column);
      case TEXT, INTEGER, FLAG -> body.getValue(column);
    };
  }
}
