package app.durus.server.catalogue.importing.scan;

import app.durus.server.audio.AudioFile;
import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.importing.report.ImportProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads the recordings of a scan, several at once, or takes from the cache what was read of them
 * before. Blocking.
 */
final class RecordingReader {

  /** More parallel reads would make a hard disk seek back and forth. */
  private static final int READ_AT_ONCE = 4;

  /** What one thread looks at in a row: handing over each file would cost more than a look. */
  private static final int IN_A_BLOCK = 16;

  /** How many blocks are read ahead of the one that is reported next. */
  private static final int BLOCKS_AHEAD = 8;

  /** Gets what reading found, in the order of the recordings. */
  interface Listener {

    /**
     * @param finding null when the file could not be read
     */
    void read(String path, Path location, FileFinding finding);
  }

  /**
   * @param finding null when the file could not be read
   * @param kept what the cache keeps of it; null for nothing
   */
  private record Answer(String path, Path location, FileFinding finding, ScanCache.Entry kept) {}

  private final ScanCache cache;
  private final ImportedCovers covers;

  private RecordingReader(ScanCache cache, ImportedCovers covers) {
    this.cache = cache;
    this.covers = covers;
  }

  /**
   * @param recordings their files, by the paths as they are shown
   * @param cache is asked, and is told what to keep
   * @param listener is told on this thread
   */
  static void read(
      Map<String, Path> recordings, ScanCache cache, ImportedCovers covers, Listener listener) {
    RecordingReader reader = new RecordingReader(cache, covers);
    int threads = Math.min(READ_AT_ONCE, Runtime.getRuntime().availableProcessors());
    ExecutorService readers = Executors.newFixedThreadPool(threads);
    try {
      Queue<Future<List<Answer>>> ahead = new ArrayDeque<>();
      Iterator<Map.Entry<String, Path>> left = recordings.entrySet().iterator();
      while (left.hasNext() || !ahead.isEmpty()) {
        while (left.hasNext() && ahead.size() < BLOCKS_AHEAD) {
          List<Map.Entry<String, Path>> block = block(left);
          ahead.add(readers.submit(() -> block.stream().map(reader::answer).toList()));
        }
        for (Answer answer : answered(ahead.remove())) {
          if (answer.kept != null) {
            cache.keep(answer.path, answer.kept);
          }
          listener.read(answer.path, answer.location, answer.finding);
        }
      }
    } finally {
      readers.shutdownNow();
    }
  }

  private static List<Map.Entry<String, Path>> block(Iterator<Map.Entry<String, Path>> left) {
    List<Map.Entry<String, Path>> block = new ArrayList<>(IN_A_BLOCK);
    while (left.hasNext() && block.size() < IN_A_BLOCK) {
      block.add(left.next());
    }
    return block;
  }

  private static List<Answer> answered(Future<List<Answer>> block) {
    try {
      return block.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading recordings", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot read a recording", e.getCause());
    }
  }

  private Answer answer(Map.Entry<String, Path> recording) {
    String path = recording.getKey();
    Path location = recording.getValue();
    try {
      FileStamp stamp = FileStamp.of(location);
      ScanCache.Entry former = cache.find(path, stamp);
      if (former != null
          && !mayBeReadBetter(former.finding())
          && covers.isHere(former.finding().cover())) {
        return new Answer(path, location, former.finding(), former);
      }
      boolean isSettled = stamp != null && stamp.isSettled(System.currentTimeMillis());
      FileFinding finding = inspect(path, location);
      boolean keeps = isSettled && !mayBeReadBetter(finding);
      return new Answer(
          path, location, finding, keeps ? new ScanCache.Entry(stamp, finding) : null);
    } catch (IOException e) {
      return new Answer(path, location, null, null);
    } catch (RuntimeException e) {
      throw new IllegalStateException("cannot read " + path, e);
    }
  }

  /** Tags may be unreadable for a moment only, as without room for temporary files. */
  private static boolean mayBeReadBetter(FileFinding finding) {
    for (ImportProblem problem : finding.problems()) {
      if (problem.failed() || problem.sentence().equals(AudioFile.TAGS_UNREAD)) {
        return true;
      }
    }
    return false;
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
        said.add(new ImportProblem(path, unusable.why() + " Skipped.", unusable.forNow()));
        yield new FileFinding(null, null, List.copyOf(said));
      }
    };
  }
}
