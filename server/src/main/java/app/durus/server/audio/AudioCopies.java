package app.durus.server.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Copies many audio files into the store, batch by batch: several threads write the files of a
 * batch, while another one brings the batch before it to the disk and then names its files.
 */
public final class AudioCopies {

  /** More parallel copies would make a hard disk seek back and forth. */
  private static final int COPIES_AT_ONCE = 4;

  private static final int FILES_OF_A_BATCH = 1_000;

  /** The disk writes so much within seconds, so that progress shows. */
  private static final long BYTES_OF_A_BATCH = 256L << 20;

  /** Fewer files are brought to the disk one by one: a whole file system may have other work. */
  private static final int FEWEST_FOR_ALL = 8;

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

  private record Written(Source source, AudioCopy copy) {}

  private final AudioStore store;
  private final Listener listener;
  private final DiskSync.FileSystemSync all;
  private final AtomicInteger ended = new AtomicInteger();

  /** Copies that are written and not yet on the disk are bounded. */
  private final Semaphore room = new Semaphore(3 * FILES_OF_A_BATCH);

  private List<Written> batch = new ArrayList<>();
  private long batchBytes;

  private AudioCopies(AudioStore store, Listener listener, DiskSync.FileSystemSync all) {
    this.store = store;
    this.listener = listener;
    this.all = all;
  }

  /**
   * Blocking. When it returns, what could be copied is in the store and synced to the disk, except
   * for its names: see {@link AudioStore#syncNames}.
   *
   * @throws IllegalStateException when a fault of the program, which the log names, ended a copy
   */
  public static void run(AudioStore store, List<Source> sources, Listener listener) {
    run(store, sources, listener, DiskSync::wholeFileSystem);
  }

  /**
   * @param all brings the whole file system to the disk, where that can be done
   */
  static void run(
      AudioStore store, List<Source> sources, Listener listener, DiskSync.FileSystemSync all) {
    AudioCopies copies = new AudioCopies(store, listener, all);
    try (ExecutorService syncing = Executors.newSingleThreadExecutor()) {
      try (ExecutorService copying = Executors.newFixedThreadPool(COPIES_AT_ONCE)) {
        sources.forEach(source -> copying.execute(() -> copies.copy(source, syncing)));
      }
      copies.handOver(syncing);
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
      if (store.mayHold(recording.sha256())
          && store.holds(recording.sha256(), recording.format(), recording.sizeBytes())) {
        end(source, null);
        return;
      }
      take(new Written(source, store.copy(source.file(), recording)), syncing);
      handedOn = true;
    } catch (IOException e) {
      end(source, e);
    } finally {
      if (!handedOn) {
        room.release();
      }
    }
  }

  private synchronized void take(Written written, ExecutorService syncing) {
    batch.add(written);
    batchBytes += written.copy.sizeBytes();
    if (batch.size() >= FILES_OF_A_BATCH || batchBytes >= BYTES_OF_A_BATCH) {
      handOver(syncing);
    }
  }

  private synchronized void handOver(ExecutorService syncing) {
    List<Written> full = batch;
    batch = new ArrayList<>();
    batchBytes = 0;
    syncing.execute(() -> finish(full));
  }

  private void finish(List<Written> written) {
    try {
      boolean onDisk = written.size() >= FEWEST_FOR_ALL && all.sync(store.folder());
      List<IOException> failures = onDisk ? null : synced(written);
      for (int i = 0; i < written.size(); i++) {
        end(written.get(i), failures == null ? null : failures.get(i));
      }
    } finally {
      room.release(written.size());
    }
  }

  private static List<IOException> synced(List<Written> written) {
    List<Callable<IOException>> works = new ArrayList<>();
    written.forEach(each -> works.add(() -> synced(each.copy)));
    try {
      return DiskSync.together(works);
    } catch (IOException e) {
      return Collections.nCopies(written.size(), e);
    }
  }

  /** Why one could not be brought to the disk; null when it is there. */
  private static IOException synced(AudioCopy copy) {
    try {
      copy.sync();
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private void end(Written written, IOException failure) {
    IOException why = failure;
    try {
      if (why == null) {
        written.copy.name();
      }
    } catch (IOException e) {
      why = e;
    }
    end(written.source, why);
  }

  private void end(Source source, IOException failure) {
    listener.ended(source, failure);
    ended.incrementAndGet();
  }
}
