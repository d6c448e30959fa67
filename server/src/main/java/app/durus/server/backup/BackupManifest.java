package app.durus.server.backup;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a backup holds. The file {@value #NAME} is written last, so a folder without it is no
 * backup.
 *
 * @param schemaVersion the last migration that the tables had
 * @param createdAt the database's time of the snapshot
 * @param tablesFolder the name of the folder of the tables' files and of {@link FileHashes#NAME}
 * @param filesSha256 the hash of that list of recordings and pictures; null in a backup of a former
 *     version, which had none
 */
record BackupManifest(
    String schemaVersion,
    Instant createdAt,
    String tablesFolder,
    List<DumpedTable> tables,
    @Nullable String filesSha256) {

  static final String NAME = "backup.json";

  /** A later format has another number. */
  private static final int FORMAT = 1;

  /**
   * One table.
   *
   * @param columns in the order of the file's columns
   * @param sha256 of the file's bytes, in hexadecimal digits
   */
  record DumpedTable(String name, List<String> columns, long rows, String sha256) {

    /** The name of its file. */
    String file() {
      return name + ".copy.gz";
    }
  }

  String json() {
    return new JsonObject()
        .put("format", FORMAT)
        .put("schemaVersion", schemaVersion)
        .put("createdAt", createdAt.toString())
        .put("tablesFolder", tablesFolder)
        .put("tables", new JsonArray(tables.stream().map(BackupManifest::json).toList()))
        .put("filesSha256", filesSha256)
        .encodePrettily();
  }

  private static JsonObject json(DumpedTable table) {
    return new JsonObject()
        .put("name", table.name())
        .put("columns", new JsonArray(table.columns()))
        .put("rows", table.rows())
        .put("sha256", table.sha256());
  }

  /**
   * @throws BackupFailure when the folder holds no backup, or one of a later format
   */
  static BackupManifest read(Path folder) throws IOException {
    JsonObject json;
    try {
      json = new JsonObject(Files.readString(folder.resolve(NAME)));
    } catch (NoSuchFileException e) {
      throw new BackupFailure("there is no backup in " + folder, e);
    } catch (DecodeException e) {
      throw new BackupFailure(folder.resolve(NAME) + " is damaged", e);
    }
    Integer format = json.getInteger("format");
    if (format == null || format != FORMAT) {
      throw new BackupFailure(
          "the backup in " + folder + " was made by a later version of this program: use that one");
    }
    return new BackupManifest(
        json.getString("schemaVersion"),
        Instant.parse(json.getString("createdAt")),
        json.getString("tablesFolder"),
        json.getJsonArray("tables").stream()
            .map(JsonObject.class::cast)
            .map(BackupManifest::table)
            .toList(),
        json.getString("filesSha256"));
  }

  /**
   * The hashes of the recordings and pictures; empty when a former version made the backup.
   *
   * @param folder of the backup
   * @throws BackupFailure when the list is damaged
   */
  Optional<FileHashes> files(Path folder) throws IOException {
    if (filesSha256 == null) {
      return Optional.empty();
    }
    Path list = folder.resolve(tablesFolder).resolve(FileHashes.NAME);
    if (!Files.isRegularFile(list) || !FileHashes.sha256(list).equals(filesSha256)) {
      throw new BackupFailure(list + " is damaged");
    }
    return Optional.of(FileHashes.read(list));
  }

  private static DumpedTable table(JsonObject json) {
    return new DumpedTable(
        json.getString("name"),
        json.getJsonArray("columns").stream().map(String.class::cast).toList(),
        json.getLong("rows"),
        json.getString("sha256"));
  }
}
