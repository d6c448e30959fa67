package app.durus.server.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Fills an empty database and an empty data folder from a backup. */
public final class Restore {

  /** Tables of which a new database has no row. */
  private static final List<String> EMPTY_AT_FIRST = List.of("listener", "library", "lecture");

  private static final Pattern OF_THE_PRODUCT =
      Pattern.compile(
          "\\..*|lost\\+found|postgres([.-].*)?|programs|database\\.lock|audio|covers|catalogue"
              + "|demo-library");

  private final Path folder;
  private final BackupManifest manifest;

  /**
   * @throws BackupFailure when the folder holds no backup
   */
  public Restore(Path folder) throws IOException {
    this.folder = folder;
    this.manifest = BackupManifest.read(folder);
  }

  /** The last migration that the tables of the backup had. */
  public String schemaVersion() {
    return manifest.schemaVersion();
  }

  /** The database's time when the backup was made. */
  public Instant createdAt() {
    return manifest.createdAt();
  }

  /**
   * Refuses a data folder in which something lies that the product does not make: it was mistyped,
   * and rows and recordings would be mixed with what belongs to something else. A start that failed
   * leaves files of the product; hidden files and {@code lost+found} are the system's.
   *
   * @param dataFolder may be missing
   * @throws BackupFailure when there is such a file; nothing was changed
   */
  public static void refuseForeignFiles(Path dataFolder) throws IOException {
    if (!Files.isDirectory(dataFolder)) {
      return;
    }
    try (Stream<Path> contents = Files.list(dataFolder)) {
      Optional<String> foreign =
          contents
              .map(path -> path.getFileName().toString())
              .filter(name -> !OF_THE_PRODUCT.matcher(name).matches())
              .sorted()
              .findFirst();
      if (foreign.isPresent()) {
        throw new BackupFailure(
            dataFolder
                + " holds something else than data of this program: "
                + foreign.get()
                + ". Name another DATA_DIR, or move that away");
      }
    }
  }

  /**
   * Loads all rows in one transaction, and then the files whose content is as it was. Blocking.
   *
   * @param connection to the database, used by nobody else
   * @param presentVersion the last migration that the database has
   * @throws BackupFailure when the database is not empty or of another version, or when the backup
   *     is damaged; the database is unchanged then
   * @return the paths in the backup of the recordings and pictures that are damaged or missing, and
   *     were left out. Everything else is restored
   */
  public List<String> into(Connection connection, String presentVersion, Path dataFolder)
      throws SQLException, IOException {
    connection.setAutoCommit(false);
    refuseUnlessEmpty(connection);
    if (!presentVersion.equals(manifest.schemaVersion())) {
      throw new BackupFailure(
          "the backup has the tables of version "
              + manifest.schemaVersion()
              + " and the database those of version "
              + presentVersion
              + ": restore it into a database that was never used");
    }
    new TableFiles(connection).load(manifest.tables(), folder.resolve(manifest.tablesFolder()));
    List<String> damaged = copyFiles(dataFolder);
    connection.commit();
    return damaged;
  }

  private List<String> copyFiles(Path dataFolder) throws IOException {
    Optional<FileHashes> hashes = manifest.files(folder);
    if (hashes.isPresent()) {
      return FileCopies.copyIntact(hashes.get(), folder, dataFolder);
    }
    FileCopies copies = new FileCopies(new FileHashes());
    for (String name : Backup.FOLDERS) {
      copies.copy(folder, dataFolder, name);
    }
    return List.of();
  }

  private static void refuseUnlessEmpty(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String table : EMPTY_AT_FIRST) {
        try (ResultSet rows =
            statement.executeQuery("SELECT EXISTS (SELECT 1 FROM " + table + ")")) {
          rows.next();
          if (rows.getBoolean(1)) {
            throw new BackupFailure(
                "the database is not empty: restore into another one, or into another DATA_DIR");
          }
        }
      }
    }
  }
}
