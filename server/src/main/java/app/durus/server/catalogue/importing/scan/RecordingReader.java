package app.durus.server.catalogue.importing.scan;

import app.durus.server.audio.AudioFile;
import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.importing.report.ImportProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads the recordings of a scan, several at once, or takes from the cache what was read of them
 * before. Answers in the order in which it was asked. Blocking; for one thread.
 */
final class RecordingReader implements AutoCloseable {

  /** More parallel reads would make a hard disk seek back and forth. */
  private static final int READ_AT_ONCE = 4;

  /** How many recordings are read ahead of the one that is reported next. */
  private static final int AHEAD = 64;

  /** Gets what reading found. */
  interface Listener {

    /**
     * @param finding null when the file could not be read
     */
    void read(String path, Path location, FileFinding finding);
  }

  /**
   * @param stamp under which the finding is kept; null when it is not
   * @param finding fails with an {@link IOException} when the file cannot be read
   */
  private record Asked(String path, Path location, FileStamp stamp, Future<FileFinding> finding) {}

  private final ScanCache cache;
  private final ImportedCovers covers;
  private final Listener listener;
  private final Queue<Asked> waiting = new ArrayDeque<>();
  private final ExecutorService readers =
      Executors.newFixedThreadPool(
          Math.min(READ_AT_ONCE, Runtime.getRuntime().availableProcessors()));

  RecordingReader(ScanCache cache, ImportedCovers covers, Listener listener) {
    this.cache = cache;
    this.covers = covers;
    this.listener = listener;
  }

  /**
   * @param path as it is shown
   */
  void read(String path, Path location) {
    waiting.add(asked(path, location));
    while (!waiting.isEmpty() && (waiting.size() > AHEAD || waiting.peek().finding.isDone())) {
      answer(waiting.remove());
    }
  }

  private Asked asked(String path, Path location) {
    try {
      FileStamp stamp = FileStamp.of(location);
      Optional<FileFinding> former =
          cache.find(path, stamp).filter(found -> covers.isHere(found.cover()));
      if (former.isPresent()) {
        return new Asked(path, location, stamp, done(former::get));
      }
      boolean isSettled = stamp != null && stamp.isSettled(System.currentTimeMillis());
      Future<FileFinding> finding = readers.submit(() -> inspect(path, location));
      return new Asked(path, location, isSettled ? stamp : null, finding);
    } catch (IOException e) {
      return new Asked(
          path,
          location,
          null,
          done(
              () -> {
                throw e;
              }));
    }
  }

  private static Future<FileFinding> done(Callable<FileFinding> known) {
    FutureTask<FileFinding> task = new FutureTask<>(known);
    task.run();
    return task;
  }

  private void answer(Asked asked) {
    FileFinding finding;
    try {
      finding = asked.finding.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading " + asked.path, e);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof IOException)) {
        throw new IllegalStateException("cannot read " + asked.path, e.getCause());
      }
      listener.read(asked.path, asked.location, null);
      return;
    }
    // Tags may be unreadable for a moment only, as without room for temporary files.
    boolean failed =
        finding.problems().stream()
            .anyMatch(
                problem -> problem.failed() || problem.sentence().equals(AudioFile.TAGS_UNREAD));
    if (asked.stamp != null && !failed) {
      cache.keep(asked.path, asked.stamp, finding);
    }
    listener.read(asked.path, asked.location, finding);
  }

  private FileFinding inspect(String path, Path location) throws IOException {
    AudioFormat format = AudioFormat.ofFileName(path).orElseThrow();
    AtomicReference<String> cover = new AtomicReference<>();
    List<ImportProblem> said = new ArrayList<>();
    AudioFile file =
        AudioFile.inspect(
            location, format, picture -> cover.set(covers.embedded(path, picture, said)));
    return switch (file) {
      case AudioFile.Playable playable -> {
        playable.remarks().forEach(remark -> said.add(new ImportProblem(path, remark)));
        yield new FileFinding(playable, cover.get(), List.copyOf(said));
      }
      case AudioFile.Unusable unusable -> {
        said.add(new ImportProblem(path, unusable.why() + " Skipped."));
        yield new FileFinding(null, null, List.copyOf(said));
      }
    };
  }

  /** Waits until all are answered. */
  @Override
  public void close() {
    try {
      waiting.forEach(this::answer);
    } finally {
      readers.shutdownNow();
    }
  }
}
