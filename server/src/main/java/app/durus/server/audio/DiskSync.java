package app.durus.server.audio;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings to the disk what was written: one file after the other, or all of a file system at once.
 * Blocking.
 */
final class DiskSync {

  /**
   * A file system puts all that is synced at the same time onto the disk with one commit of its
   * journal.
   */
  private static final int AT_ONCE = 32;

  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

  private DiskSync() {}

  /** Brings all that was written to a file system to the disk. */
  @FunctionalInterface
  interface FileSystemSync {

    /**
     * Blocking.
     *
     * @param folder in the file system
     * @return whether all is on the disk. If not, it is unknown what is
     */
    boolean sync(Path folder);
  }

  /**
   * The program {@code sync -f}, which calls {@code syncfs}: Java itself has no such call. The
   * program is missing in some containers, and elsewhere than on Linux.
   */
  static boolean wholeFileSystem(Path folder) {
    if (!tellsOfErrors(System.getProperty("os.name"), System.getProperty("os.version"))) {
      return false;
    }
    try {
      return new ProcessBuilder("sync", "-f", folder.toString())
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Linux before 5.8 calls it a success when the disk has failed. */
  static boolean tellsOfErrors(String system, String version) {
    Matcher numbers = VERSION.matcher(version);
    if (!system.equals("Linux") || !numbers.matches()) {
      return false;
    }
    int major = Integer.parseInt(numbers.group(1));
    return major > 5 || major == 5 && Integer.parseInt(numbers.group(2)) >= 8;
  }

  /** Brings one file's bytes to the disk. */
  static void file(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Brings the names in a folder to the disk. Windows has no such call, and needs none. */
  static void names(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Runs all, many at once, which mostly wait for the disk. Ends when all have ended. */
  static <T> List<T> together(Collection<Callable<T>> works) throws IOException {
    try (ExecutorService syncing =
        Executors.newFixedThreadPool(Math.clamp(works.size(), 1, AT_ONCE))) {
      List<T> results = new ArrayList<>(works.size());
      for (Future<T> each : syncing.invokeAll(works)) {
        results.add(each.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
