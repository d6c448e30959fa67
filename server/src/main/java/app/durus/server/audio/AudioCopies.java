package app.durus.server.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Copies many audio files into the store. Few threads read and write; many wait for the disk, which
 * takes many files in the time of one.
 */
public final class AudioCopies {

  /** More parallel copies would make a hard disk seek back and forth. */
  private static final int COPIES_AT_ONCE = 4;

  /**
   * A file that is to be copied.
   *
   * @param recording what it holds, from {@link AudioFile#inspect}
   */
  public record Source(Path file, AudioFile.Playable recording) {}

  /** Is told of each file, by several threads at once. */
  public interface Listener {

    /**
     * @param failure why it could not be copied; null when it is in the store
     */
    void ended(Source source, IOException failure);
  }

  private final AudioStore store;
  private final Listener listener;
  private final AtomicInteger ended = new AtomicInteger();

  /** Copies that are written and not yet synced are bounded, and with them what they hold open. */
  private final Semaphore room = new Semaphore(2 * AudioStore.SYNCS_AT_ONCE);

  private AudioCopies(AudioStore store, Listener listener) {
    this.store = store;
    this.listener = listener;
  }

  /**
   * Blocking. When it returns, what could be copied is in the store and synced to the disk, except
   * for its names: see {@link AudioStore#syncNames}.
   *
   * @throws IllegalStateException when a fault of the program, which the log names, ended a copy
   */
  public static void run(AudioStore store, List<Source> sources, Listener listener) {
    AudioCopies copies = new AudioCopies(store, listener);
    try (ExecutorService syncing = Executors.newFixedThreadPool(AudioStore.SYNCS_AT_ONCE);
        ExecutorService copying = Executors.newFixedThreadPool(COPIES_AT_ONCE)) {
      sources.forEach(source -> copying.execute(() -> copies.copy(source, syncing)));
    }
    if (copies.ended.get() < sources.size()) {
      throw new IllegalStateException("a copy was ended by a fault, which the log names");
    }
  }

  private void copy(Source source, ExecutorService syncing) {
    AudioFile.Playable recording = source.recording();
    room.acquireUninterruptibly();
    boolean handedOn = false;
    try {
      if (store.holds(recording.sha256(), recording.format(), recording.sizeBytes())) {
        end(source, null);
        return;
      }
      AudioStore.Copy copy = store.copy(source.file(), recording);
      syncing.execute(() -> finish(source, copy));
      handedOn = true;
    } catch (IOException e) {
      end(source, e);
    } finally {
      if (!handedOn) {
        room.release();
      }
    }
  }

  private void finish(Source source, AudioStore.Copy copy) {
    try {
      copy.finish();
      end(source, null);
    } catch (IOException e) {
      end(source, e);
    } finally {
      room.release();
    }
  }

  private void end(Source source, IOException failure) {
    listener.ended(source, failure);
    ended.incrementAndGet();
  }
}
