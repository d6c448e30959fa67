package app.durus.server.catalogue;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.CatalogueRows.Row;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The store of the catalogue. */
public interface Catalogue {

  /** Whether no folder was ever imported. */
  Future<Boolean> isUntouched();

  /**
   * What changed since a cursor, from one snapshot of the database.
   *
   * @param limit the largest number of rows, of all kinds together
   */
  Future<Page> changes(long cursor, int limit);

  /**
   * Runs an import's work under a lock: no other import runs on this database.
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

  /**
   * A folder that is imported.
   *
   * @param root where it was at its last import: a real, absolute path, with '/'
   * @param name by which it is recognized wherever it lies; null without one
   */
  record Library(UUID id, String root, String name) {}

  /** What an import may do. Valid while its work runs. */
  interface Importing {

    /** All libraries, in no order. */
    Future<List<Library>> libraries();

    /** Stores a library: a new one, or another place or name of a known one. */
    Future<Void> keep(Library library);

    /** All rows, of every library. */
    Future<CatalogueRows> read();

    /** Writes all rows in one transaction, each with a revision of its own (R12). */
    Future<Void> write(CatalogueRows changes);

    /**
     * Stores the library and writes its rows in one transaction, as {@link #keep} and {@link
     * #write(CatalogueRows)} do. It is committed when {@code stored} has succeeded.
     *
     * @param stored whether the recordings of the rows are on the disk. When it fails, nothing is
     *     written, and the same failure comes back
     */
    Future<Void> write(Library library, CatalogueRows changes, Future<?> stored);

    /** Assets that have been no lecture's present asset for at least this long. */
    Future<List<Stored>> replacedFor(Duration duration);
  }

  /** Hash and format of an asset, by which the audio store has its bytes. */
  record Stored(String sha256, AudioFormat format) {}
}
