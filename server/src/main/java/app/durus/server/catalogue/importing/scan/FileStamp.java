package app.durus.server.catalogue.importing.scan;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What tells without reading it that a file is the one that was read before. The time of the last
 * change to its inode cannot be set by programs, so a file that was rewritten with its old size and
 * old time of modification, as tagging programs do, has another stamp.
 */
record FileStamp(long inode, long sizeBytes, long modifiedNs, long changedNs) {

  private static final boolean ARE_THERE =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  private static final String ATTRIBUTES = "unix:ino,size,lastModifiedTime,ctime";

  /**
   * Blocking.
   *
   * @return null where the file system has no such attributes
   */
  static FileStamp of(Path file) throws IOException {
    if (!ARE_THERE) {
      return null;
    }
    Map<String, Object> read = Files.readAttributes(file, ATTRIBUTES);
    return new FileStamp(
        (Long) read.get("ino"),
        (Long) read.get("size"),
        ((FileTime) read.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS),
        ((FileTime) read.get("ctime")).to(TimeUnit.NANOSECONDS));
  }

  /**
   * Whether the file did not change within the resolution of its file system's clock before it was
   * read: a change after that would not show.
   *
   * @param readAtMs when reading it began, since 1970
   */
  boolean isSettled(long readAtMs) {
    long readAtNs = TimeUnit.MILLISECONDS.toNanos(readAtMs);
    return changedNs < readAtNs - TimeUnit.SECONDS.toNanos(2);
  }
}
