package app.durus.server.app;

import app.durus.server.app.settings.Configuration;
import app.durus.server.backup.Backup;
import app.durus.server.backup.BackupFailure;
import app.durus.server.backup.Restore;
import app.durus.server.database.Database;
import app.durus.server.listening.pg.PgEpoch;
import app.durus.server.observability.Logs;
import app.durus.server.startup.FileErrorText;
import app.durus.server.startup.StartupFailure;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** The commands {@code backup} and {@code restore}. */
public final class BackupCommands {

  private BackupCommands() {}

  /** Makes a backup, also while a server runs. */
  public static void backup(Configuration configuration, Path folder) {
    MaintenanceCommands.besideServers(
        configuration,
        (vertx, database) -> {
          try (Connection connection = database.jdbcConnection()) {
            Backup.Written written =
                Backup.write(
                    connection,
                    database.schemaVersion(),
                    configuration.dataFolder(),
                    folder.toAbsolutePath());
            ReportText.print(
                String.format(
                    Locale.ENGLISH,
                    "Backup of %s: %,d rows, %,d files of %,d MB.%nFolder: %s",
                    written.createdAt(),
                    written.rows(),
                    written.files(),
                    written.bytes() / 1_000_000,
                    folder.toAbsolutePath()),
                System.out);
          } catch (BackupFailure | IOException | SQLException e) {
            throw failed("the backup was not made", e);
          }
        });
  }

  /** Restores a backup into an empty database and data folder, and begins a new epoch. */
  public static void restore(Configuration configuration, Path folder) {
    configuration.data().sayWhereFound();
    DatabaseOwner owner = new DatabaseOwner(StartupFailure.EXIT_STATUS);
    Runtime.getRuntime().addShutdownHook(new Thread(owner::stop, "shutdown"));
    Vertx vertx = Database.eventLoops();
    try {
      Restore restore = new Restore(folder.toAbsolutePath());
      Restore.refuseForeignFiles(configuration.dataFolder());
      try (Database database =
          Database.toRestore(
              configuration.database(),
              configuration.databaseWait(),
              configuration.dataFolder(),
              configuration.databaseAccount(),
              owner,
              restore.schemaVersion())) {
        try (Connection connection = database.jdbcConnection()) {
          restore
              .into(connection, database.schemaVersion(), configuration.dataFolder())
              .forEach(BackupCommands::sayDamaged);
        }
        database.migrate();
        // Devices offer again what they did after the backup (R13).
        new PgEpoch(database.poolForLongWork(vertx)).renew().await();
        System.out.println(
            "Restored as it was at "
                + restore.createdAt()
                + ". Devices give back what they did since.\nData folder: "
                + configuration.dataFolder());
      }
    } catch (BackupFailure | IOException | SQLException e) {
      throw failed("the backup was not restored", e);
    } finally {
      vertx.close().await();
      Logs.end();
    }
  }

  private static void sayDamaged(String path) {
    System.err.println(
        "salafi-durus: "
            + path
            + " is damaged or missing in the backup and was left out; import it again");
  }

  private static StartupFailure failed(String what, Exception cause) {
    String reason =
        switch (cause) {
          case BackupFailure refused -> refused.getMessage();
          case IOException ofFile -> FileErrorText.of(ofFile);
          default -> cause.toString();
        };
    return new StartupFailure(what + ": " + reason, cause);
  }
}
