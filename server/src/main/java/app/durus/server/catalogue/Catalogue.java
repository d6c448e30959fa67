package app.durus.server.catalogue;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.CatalogueRows.Row;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Where the catalogue is kept. */
public interface Catalogue {

  /** Whether no folder was ever imported. */
  Future<Boolean> isUntouched();

  /**
   * What changed since a cursor, seen as of one moment.
   *
   * @param limit of rows of all kinds together
   */
  Future<Page> changes(long cursor, int limit);

  /**
   * Does an import's work while no other import runs anywhere on this database.
   *
   * @return fails with {@link ImportRefused} when another one runs
   */
  <T> Future<T> importing(Function<Importing, Future<T>> work);

  /**
   * @param epoch names this history of the database (R13)
   * @param newest the greatest revision there is
   * @param changes ascending by revision
   */
  record Page(String epoch, long newest, List<Change> changes) {}

  /**
   * @param revision of this row alone
   */
  record Change(long revision, Row row) {}

  /** What an import may do. Good for as long as its work runs. */
  interface Importing {

    /**
     * The library at this place, made if there is none. A name, where the folder has one, says more
     * than the place.
     *
     * @param name null when the folder has none
     */
    Future<UUID> library(String place, String name);

    /** All rows, of every library. */
    Future<CatalogueRows> read();

    /** Writes rows, all or none, each with a revision of its own (R12). */
    Future<Void> write(CatalogueRows changes);

    /** Recordings that no lecture has played for that long. */
    Future<List<Stored>> replacedFor(Duration duration);
  }

  /** A recording's bytes, by which they are kept. */
  record Stored(String sha256, AudioFormat format) {}
}
