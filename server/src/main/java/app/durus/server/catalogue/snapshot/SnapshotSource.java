package app.durus.server.catalogue.snapshot;

import app.durus.server.catalogue.CatalogueRows;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** Reads the whole catalogue from the database. */
public interface SnapshotSource {

  /**
   * A state of the catalogue.
   *
   * @param epoch names this history of the database (R13)
   * @param revision the greatest one handed out
   */
  record Version(String epoch, long revision) {}

  /**
   * What a snapshot holds.
   *
   * @param lectures how many lectures, withdrawn ones included
   */
  record Contents(Version version, long lectures) {}

  Future<Version> version();

  /**
   * Reads every row once, all from one state of the database. Series come one after the other, the
   * one with the newest lecture first. A row comes after the rows that it refers to, or together
   * with them.
   *
   * @param sink is opened with what will come, and then takes the parts one by one
   * @return completes when the sink has taken the last part; fails when the sink does
   */
  <T> Future<T> read(Function<Contents, Sink<T>> sink);

  /**
   * Takes the rows.
   *
   * @param <T> the result
   */
  interface Sink<T> {

    /** Takes some hundred rows. The next ones come when this completes. */
    Future<Void> take(List<CatalogueRows.Row> part);

    /** Called once after the last part. */
    Future<T> finish();

    /** Called once instead of {@link #finish} when reading or taking failed. */
    Future<Void> abandon();
  }
}
