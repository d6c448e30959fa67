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
 * Gives back the space of recordings that were replaced long ago: until then a download that was
 * begun before the replacement can finish. Bytes that any lecture plays are never touched, whoever
 * else let go of them; rows stay.
 */
public final class DiscardReplaced {

  private final Vertx vertx;
  private final Catalogue catalogue;
  private final AudioStore store;
  private final Duration kept;

  /**
   * @param kept since a recording's last lecture went over to another one
   */
  public DiscardReplaced(Vertx vertx, Catalogue catalogue, AudioStore store, Duration kept) {
    this.vertx = vertx;
    this.catalogue = catalogue;
    this.store = store;
    this.kept = kept;
  }

  /**
   * While no import runs, which might be bringing such a recording back.
   *
   * @return how many recordings were deleted; fails with {@link ImportRefused} when one runs
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
