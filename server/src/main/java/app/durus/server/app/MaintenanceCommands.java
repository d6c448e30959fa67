package app.durus.server.app;

import app.durus.server.app.settings.Configuration;
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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * The commands {@code import} and {@code new-epoch}. They use the database of a running server.
 * When no server runs, they start the database themselves.
 */
public final class MaintenanceCommands {

  /** The exit status of an import that could not read or copy some of the files. */
  static final int PARTIAL = 4;

  private MaintenanceCommands() {}

  /**
   * @return the exit status: {@link #PARTIAL} when something could not be read or copied
   */
  public static int importFolder(Configuration configuration, Command.Import command) {
    AtomicBoolean partial = new AtomicBoolean();
    besideServersOrNew(
        configuration,
        (vertx, database) -> {
          ImportReport report =
              new CatalogueImporter(
                      vertx,
                      new PgCatalogue(database.poolForLongWork(vertx)),
                      new AudioStore(configuration.audioFolder()),
                      new CoverStore(configuration.coversFolder()),
                      configuration.dataFolder())
                  .run(
                      command.folder(),
                      command.options(),
                      new ImportProgressText(System.err, System::nanoTime))
                  .await();
          partial.set(report.isPartial());
          print(report, command, configuration.dataFolder());
        });
    return partial.get() ? PARTIAL : 0;
  }

  private static void print(ImportReport report, Command.Import command, Path dataFolder) {
    boolean check = command.options().check();
    if (command.json()) {
      ReportText.print(ReportJson.of(report, check, dataFolder).encodePrettily(), System.out);
      return;
    }
    if (check) {
      System.out.println("Nothing was changed. An import would do this:");
    }
    ReportText.print(ReportText.of(report), System.out);
    System.out.println("Data folder: " + dataFolder);
  }

  public static void renewEpoch(Configuration configuration) {
    besideServers(
        configuration,
        (vertx, database) -> {
          String epoch = new PgEpoch(database.poolForLongWork(vertx)).renew().await();
          System.out.println("A new epoch has begun: " + epoch);
        });
  }

  /**
   * Work on the database of a running server or, if none runs, on a database that this process
   * starts.
   *
   * @throws StartupFailure when there is none: a mistyped {@code DATA_DIR} must not look like an
   *     empty library
   */
  static void besideServers(Configuration configuration, BiConsumer<Vertx, Database> work) {
    if (configuration.database().isEmpty() && !EmbeddedDatabase.isIn(configuration.dataFolder())) {
      throw new StartupFailure(
          "there is no database in " + configuration.dataFolder() + ": set DATA_DIR");
    }
    besideServersOrNew(configuration, work);
  }

  /** The same, and where there is no database, it is made. */
  private static void besideServersOrNew(
      Configuration configuration, BiConsumer<Vertx, Database> work) {
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
        Optional<String> sentence = DatabaseFaultText.of(e);
        throw sentence.isPresent() ? new StartupFailure(sentence.get(), e) : e;
      }
    } finally {
      vertx.close().await();
      Logs.end();
    }
  }
}
