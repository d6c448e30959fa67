package app.durus.server.app;

import app.durus.server.audio.AudioStore;
import app.durus.server.catalogue.ImportRefused;
import app.durus.server.catalogue.importing.CatalogueImporter;
import app.durus.server.catalogue.importing.report.ImportReport;
import app.durus.server.catalogue.pg.PgCatalogue;
import app.durus.server.covers.CoverStore;
import app.durus.server.database.Database;
import app.durus.server.database.embedded.EmbeddedDatabase;
import app.durus.server.listening.pg.PgEpoch;
import app.durus.server.observability.Logs;
import app.durus.server.startup.StartupFailure;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/**
 * The commands {@code import} and {@code new-epoch}. They use the database of a running server.
 * When no server runs, they start the database themselves.
 */
public final class MaintenanceCommands {

  private MaintenanceCommands() {}

  public static void importFolder(Configuration configuration, Path folder) {
    besideServers(
        configuration,
        (vertx, database) -> {
          ImportReport report =
              new CatalogueImporter(
                      vertx,
                      new PgCatalogue(database.poolForLongWork(vertx)),
                      new AudioStore(configuration.audioFolder()),
                      new CoverStore(configuration.coversFolder()))
                  .run(folder, new ImportProgressText(System.err, System::nanoTime))
                  .await();
          ReportText.print(report, System.out);
          System.out.println("Data folder: " + configuration.dataFolder());
        });
  }

  public static void renewEpoch(Configuration configuration) {
    if (configuration.database().isEmpty() && !EmbeddedDatabase.isIn(configuration.dataFolder())) {
      throw new StartupFailure(
          "there is no database in " + configuration.dataFolder() + ": set DATA_DIR");
    }
    besideServers(
        configuration,
        (vertx, database) -> {
          String epoch = new PgEpoch(database.poolForLongWork(vertx)).renew().await();
          System.out.println("A new epoch has begun: " + epoch);
        });
  }

  /** What is done on the database of a running server or, where none runs, on one of its own. */
  private static void besideServers(Configuration configuration, BiConsumer<Vertx, Database> work) {
    if (configuration.database().isEmpty()
        && !EmbeddedDatabase.isOwned(configuration.dataFolder())) {
      configuration.data().refuseBesideOthers(RunningServers.dataFolders(), RunningServers.isAny());
    }
    configuration.data().sayWhereFound();
    DatabaseOwner owner = new DatabaseOwner(StartupFailure.EXIT_STATUS);
    Runtime.getRuntime().addShutdownHook(new Thread(owner::stop, "shutdown"));
    Vertx vertx = Database.eventLoops();
    try (Database database =
        Database.toImport(
            configuration.database(),
            configuration.databaseWait(),
            configuration.dataFolder(),
            configuration.databaseAccount(),
            owner)) {
      work.accept(vertx, database);
    } catch (ImportRefused e) {
      throw new StartupFailure(e.getMessage(), e);
    } catch (RuntimeException e) {
      // When the process is told to stop, the database ends and the work fails.
      if (!owner.isStopped()) {
        throw e;
      }
    } finally {
      vertx.close().await();
      Logs.end();
    }
  }
}
