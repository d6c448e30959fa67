package app.durus.server.app;

import app.durus.server.app.settings.Configuration;
import app.durus.server.catalogue.importing.Libraries;
import app.durus.server.catalogue.importing.Libraries.Summary;
import app.durus.server.catalogue.pg.PgCatalogue;
import java.util.List;
import java.util.Locale;

/** {@code library list}, {@code library rename} and {@code library forget}. */
public final class LibraryCommands {

  private LibraryCommands() {}

  public static void list(Configuration configuration) {
    MaintenanceCommands.besideServers(
        configuration,
        (vertx, database) ->
            ReportText.print(
                text(
                    new Libraries(vertx, new PgCatalogue(database.poolForLongWork(vertx)))
                        .list()
                        .await()),
                System.out));
  }

  public static void rename(Configuration configuration, String library, String name) {
    MaintenanceCommands.besideServers(
        configuration,
        (vertx, database) -> {
          boolean written =
              new Libraries(vertx, new PgCatalogue(database.poolForLongWork(vertx)))
                  .rename(library, name)
                  .await();
          ReportText.print(
              written
                  ? "Its name is " + name + " now, wherever it lies."
                  : "Its name is "
                      + name
                      + " now. Its folder could not be written: put the name on"
                      + " one line into a file .durus there.",
              System.out);
        });
  }

  public static void forget(Configuration configuration, String library) {
    MaintenanceCommands.besideServers(
        configuration,
        (vertx, database) -> {
          int withdrawn =
              new Libraries(vertx, new PgCatalogue(database.poolForLongWork(vertx)))
                  .forget(library)
                  .await();
          System.out.println("Lectures: " + withdrawn + " withdrawn.");
        });
  }

  /** A line for each library. */
  static String text(List<Summary> libraries) {
    return libraries.isEmpty()
        ? "No library has lectures."
        : String.join("\n", libraries.stream().map(LibraryCommands::line).toList());
  }

  private static String line(Summary library) {
    String name = library.name() == null ? "" : " (" + library.name() + ")";
    String gone = library.isThere() ? "" : ", the folder is not there";
    return ReportText.onOneLine(
        String.format(
            Locale.ENGLISH,
            "%s%s: %,d lectures%s",
            library.root(),
            name,
            library.lectures(),
            gone));
  }
}
