package app.durus.server.backup;

import app.durus.server.backup.BackupManifest.DumpedTable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Makes a backup while the app is served. The tables are read in one transaction, as they were at
 * its beginning; recordings and pictures follow, so that all files that the tables name are there.
 *
 * <p>A folder that holds an earlier backup is brought up to date: it holds the earlier backup until
 * the later one is complete.
 */
public final class Backup {

  static final List<String> FOLDERS = List.of("audio", "covers");

  /** The manifest until all of it is on the disk. */
  private static final String UNFINISHED = BackupManifest.NAME + ".new";

  private static final String SECRET = "device_secret.copy.gz";

  /**
   * What was written.
   *
   * @param rows of all tables
   * @param files recordings with their manifests, and pictures
   * @param bytes of these files
   */
  public record Written(Instant createdAt, long rows, long files, long bytes) {}

  private Backup() {}

  /**
   * Blocking.
   *
   * @param connection to the database, used by nobody else
   * @param schemaVersion the last migration that the database has
   * @param dataFolder with the folders of recordings and pictures
   * @param folder is made when it does not exist
   * @throws BackupFailure when the folder holds something else than a backup, or the backup of
   *     another database; the folder is as it was then. After any other failure it holds what it
   *     held before, and perhaps recordings and pictures
   */
  public static Written write(
      Connection connection, String schemaVersion, Path dataFolder, Path folder)
      throws SQLException, IOException {
    refuseOtherContents(folder);
    Files.createDirectories(folder);
    FileHashes earlier = earlierHashes(folder);
    Path tables = Files.createTempDirectory(folder, "tables-");
    try {
      return write(connection, schemaVersion, dataFolder, folder, earlier, tables);
    } catch (Exception e) {
      // The disk may be full. What the manifest does not name is of no use, and takes room.
      removeUnfinished(folder, tables, e);
      throw e;
    }
  }

  private static Written write(
      Connection connection,
      String schemaVersion,
      Path dataFolder,
      Path folder,
      FileHashes earlier,
      Path tables)
      throws SQLException, IOException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    Instant createdAt = now(connection);
    List<DumpedTable> dumped = new ArrayList<>();
    TableFiles files = new TableFiles(connection);
    for (String table : files.tables()) {
      dumped.add(files.write(table, tables));
    }
    connection.rollback();
    refuseOtherDatabase(folder, tables);
    FileCopies copies = new FileCopies(earlier);
    for (String name : FOLDERS) {
      copies.copy(dataFolder, folder, name);
    }
    Path list = tables.resolve(FileHashes.NAME);
    copies.hashes().write(list);
    BackupManifest manifest =
        new BackupManifest(
            schemaVersion,
            createdAt,
            tables.getFileName().toString(),
            dumped,
            FileHashes.sha256(list));
    publish(manifest, folder);
    removeOtherTables(folder, tables);
    return new Written(
        createdAt,
        dumped.stream().mapToLong(DumpedTable::rows).sum(),
        copies.files(),
        copies.bytes());
  }

  private static void refuseOtherContents(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new BackupFailure(folder + " is a file: name a folder");
    }
    if (Files.exists(folder.resolve(BackupManifest.NAME))) {
      BackupManifest.read(folder);
      return;
    }
    try (Stream<Path> contents = Files.list(folder)) {
      List<Path> foreign =
          contents.filter(path -> !isOfAnUnfinishedBackup(path.getFileName().toString())).toList();
      if (!foreign.isEmpty()) {
        throw new BackupFailure(
            folder + " holds something else than a backup: " + foreign.getFirst().getFileName());
      }
    }
  }

  /**
   * A mistyped data folder must not replace a good backup. Each database has a secret of its own,
   * which a restored one keeps.
   */
  private static void refuseOtherDatabase(Path folder, Path tables) throws IOException {
    Optional<byte[]> earlier = earlierSecret(folder);
    if (earlier.isPresent() && !Arrays.equals(earlier.get(), rows(tables.resolve(SECRET)))) {
      throw new BackupFailure(
          "the backup in "
              + folder
              + " is of another database, and it was left as it is: check DATA_DIR or"
              + " DATABASE_URL, or name another folder");
    }
  }

  /** Empty where no backup is, a damaged one, or one of a version without this secret. */
  private static Optional<byte[]> earlierSecret(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(BackupManifest.NAME))) {
      return Optional.empty();
    }
    Path file = folder.resolve(BackupManifest.read(folder).tablesFolder()).resolve(SECRET);
    try {
      return Files.exists(file) ? Optional.of(rows(file)) : Optional.empty();
    } catch (ZipException | EOFException damaged) {
      return Optional.empty();
    }
  }

  private static byte[] rows(Path file) throws IOException {
    try (InputStream rows = new GZIPInputStream(Files.newInputStream(file))) {
      return rows.readAllBytes();
    }
  }

  /** Those of the backup that the folder holds; a damaged list is made anew. */
  private static FileHashes earlierHashes(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(BackupManifest.NAME))) {
      return new FileHashes();
    }
    try {
      return BackupManifest.read(folder).files(folder).orElseGet(FileHashes::new);
    } catch (BackupFailure damaged) {
      return new FileHashes();
    }
  }

  private static boolean isOfAnUnfinishedBackup(String name) {
    return name.startsWith("tables-") || FOLDERS.contains(name) || name.equals("lost+found");
  }

  private static Instant now(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT now()")) {
      row.next();
      return row.getTimestamp(1).toInstant();
    }
  }

  /** From here on the folder holds this backup. */
  private static void publish(BackupManifest manifest, Path folder) throws IOException {
    Path unfinished = folder.resolve(UNFINISHED);
    Files.writeString(unfinished, manifest.json());
    TableFiles.sync(unfinished);
    Files.move(
        unfinished,
        folder.resolve(BackupManifest.NAME),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Recordings and pictures stay: they are complete, and the next try need not copy them again. */
  private static void removeUnfinished(Path folder, Path tables, Exception cause) {
    try {
      if (!isPublished(folder, tables)) {
        remove(tables);
        Files.deleteIfExists(folder.resolve(UNFINISHED));
      }
    } catch (IOException | BackupFailure e) {
      cause.addSuppressed(e);
    }
  }

  private static boolean isPublished(Path folder, Path tables) throws IOException {
    return Files.exists(folder.resolve(BackupManifest.NAME))
        && BackupManifest.read(folder).tablesFolder().equals(tables.getFileName().toString());
  }

  private static void removeOtherTables(Path folder, Path kept) throws IOException {
    List<Path> old;
    try (Stream<Path> contents = Files.list(folder)) {
      old =
          contents
              .filter(path -> path.getFileName().toString().startsWith("tables-"))
              .filter(path -> !path.equals(kept))
              .toList();
    }
    for (Path tables : old) {
      remove(tables);
    }
  }

  private static void remove(Path tables) throws IOException {
    try (Stream<Path> files = Files.walk(tables)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
