package app.durus.server.catalogue.importing;

import app.durus.server.audio.AudioStore;
import app.durus.server.catalogue.Catalogue;
import app.durus.server.catalogue.ImportRefused;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Deletes recordings that were replaced long ago. Until then a download that began before the
 * replacement can finish. Bytes that any lecture uses are never deleted, even if another lecture
 * replaced them. Rows stay.
 */
public final class DiscardReplaced {

  private final Vertx vertx;
  private final Catalogue catalogue;
  private final AudioStore store;
  private final Duration kept;

  /**
   * @param kept the time since the last lecture stopped using a recording
   */
  public DiscardReplaced(Vertx vertx, Catalogue catalogue, AudioStore store, Duration kept) {
    this.vertx = vertx;
    this.catalogue = catalogue;
    this.store = store;
    this.kept = kept;
  }

  /**
   * Fails while an import runs, which might bring such a recording back.
   *
   * @return how many recordings were deleted; fails with {@link ImportRefused} when an import runs
   */
  public Future<Integer> run() {
    return catalogue.importing(
        importing ->
            importing
                .replacedFor(kept)
                .compose(recordings -> vertx.executeBlocking(() -> delete(recordings))));
  }

  private int delete(List<Catalogue.Stored> recordings) throws IOException {
    int deleted = 0;
    for (Catalogue.Stored recording : recordings) {
      if (store.remove(recording.sha256(), recording.format())) {
        deleted++;
      }
    }
    return deleted;
  }
}
