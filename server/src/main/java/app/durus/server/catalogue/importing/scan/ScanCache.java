package app.durus.server.catalogue.importing.scan;

import app.durus.server.audio.AudioFile;
import app.durus.server.audio.format.AudioFormat;
import app.durus.server.audio.format.AudioTags;
import app.durus.server.audio.format.Chapter;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.classpath.ClassPathFolder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * What former scans found in a library's files, so that a file that has not changed since is not
 * read again. It may be deleted at any time. A version of the product with other parsers reads
 * everything anew. Blocking; for one scan.
 */
final class ScanCache {

  private static final String FOLDER = "import-cache";
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int LONGEST_TEXT_BYTES = 64 << 20;

  private record Entry(FileStamp stamp, FileFinding finding) {}

  private final Path file;
  private final String parsers;
  private final Map<String, Entry> former = new HashMap<>();
  private final Map<String, Entry> present = new HashMap<>();

  private ScanCache(Path file, String parsers) {
    this.file = file;
    this.parsers = parsers;
  }

  /** Of the library at {@code root}; empty where nothing was kept, or it is of another version. */
  static ScanCache of(Path dataFolder, Path root) {
    String name = sha256(root.toUri().toString().getBytes(StandardCharsets.UTF_8));
    ScanCache cache =
        new ScanCache(
            dataFolder.resolve(FOLDER).resolve(name), parsers(ScanCache.class.getClassLoader()));
    cache.load();
    return cache;
  }

  /**
   * @param stamp null where files have none
   */
  Optional<FileFinding> find(String path, FileStamp stamp) {
    Entry entry = former.get(path);
    return entry != null && entry.stamp.equals(stamp)
        ? Optional.of(entry.finding)
        : Optional.empty();
  }

  void keep(String path, FileStamp stamp, FileFinding finding) {
    present.put(path, new Entry(stamp, finding));
  }

  /**
   * Replaces what was kept by what {@link #keep} was told.
   *
   * @throws IOException when it cannot be written; what was kept before stays
   */
  void save() throws IOException {
    if (present.equals(former)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Path unfinished = file.resolveSibling("." + UUID.randomUUID());
    try {
      CRC32 sum = new CRC32();
      try (DataOutputStream out =
          new DataOutputStream(
              new CheckedOutputStream(
                  new BufferedOutputStream(Files.newOutputStream(unfinished), BUFFER_BYTES),
                  sum))) {
        write(out);
        out.writeLong(sum.getValue());
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private void load() {
    try {
      if (isWhole()) {
        try (DataInputStream in =
            new DataInputStream(
                new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
          read(in);
        }
      }
    } catch (IOException | RuntimeException e) {
      // Not there, cut off by a crash, or damaged: everything is read anew.
      former.clear();
    }
  }

  /** Whether the sum at the end is that of the bytes before it. */
  private boolean isWhole() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      CRC32 sum = new CRC32();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (long left = Files.size(file) - Long.BYTES; left > 0; ) {
        int read = in.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
        if (read == 0) {
          return false;
        }
        sum.update(buffer, 0, read);
        left -= read;
      }
      return ByteBuffer.wrap(in.readNBytes(Long.BYTES)).getLong() == sum.getValue();
    }
  }

  private void write(DataOutputStream out) throws IOException {
    writeText(out, parsers);
    out.writeInt(present.size());
    for (Map.Entry<String, Entry> each : present.entrySet()) {
      writeText(out, each.getKey());
      FileStamp stamp = each.getValue().stamp;
      out.writeLong(stamp.inode());
      out.writeLong(stamp.sizeBytes());
      out.writeLong(stamp.modifiedNs());
      out.writeLong(stamp.changedNs());
      FileFinding finding = each.getValue().finding;
      writeText(out, finding.cover());
      out.writeInt(finding.problems().size());
      for (ImportProblem problem : finding.problems()) {
        writeText(out, problem.sentence());
      }
      out.writeBoolean(finding.recording() != null);
      if (finding.recording() != null) {
        write(out, finding.recording());
      }
    }
  }

  private void read(DataInputStream in) throws IOException {
    if (!parsers.equals(readText(in))) {
      return;
    }
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      String path = readText(in);
      FileStamp stamp = new FileStamp(in.readLong(), in.readLong(), in.readLong(), in.readLong());
      String cover = readText(in);
      List<ImportProblem> problems = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        problems.add(new ImportProblem(path, readText(in)));
      }
      AudioFile.Playable recording = in.readBoolean() ? readRecording(in) : null;
      former.put(path, new Entry(stamp, new FileFinding(recording, cover, problems)));
    }
  }

  private static void write(DataOutputStream out, AudioFile.Playable recording) throws IOException {
    writeText(out, recording.format().name());
    writeText(out, recording.sha256());
    writeText(out, recording.audioSha256());
    out.writeLong(recording.sizeBytes());
    out.writeLong(recording.durationMs());
    AudioTags tags = recording.tags();
    writeText(out, tags.title());
    out.writeInt(tags.artists().size());
    for (String artist : tags.artists()) {
      writeText(out, artist);
    }
    writeText(out, tags.albumArtist());
    writeText(out, tags.album());
    out.writeInt(tags.disc() == null ? 0 : tags.disc());
    out.writeInt(tags.track() == null ? 0 : tags.track());
    writeText(out, tags.language());
    out.writeInt(recording.chapters().size());
    for (Chapter chapter : recording.chapters()) {
      out.writeLong(chapter.startMs());
      writeText(out, chapter.title());
    }
    out.writeInt(recording.remarks().size());
    for (String remark : recording.remarks()) {
      writeText(out, remark);
    }
  }

  private static AudioFile.Playable readRecording(DataInputStream in) throws IOException {
    AudioFormat format = AudioFormat.valueOf(readText(in));
    String sha256 = readText(in);
    String audioSha256 = readText(in);
    long sizeBytes = in.readLong();
    long durationMs = in.readLong();
    String title = readText(in);
    List<String> artists = readTexts(in);
    String albumArtist = readText(in);
    String album = readText(in);
    int disc = in.readInt();
    int track = in.readInt();
    String language = readText(in);
    AudioTags tags =
        new AudioTags(
            title,
            artists,
            albumArtist,
            album,
            disc == 0 ? null : disc,
            track == 0 ? null : track,
            language);
    List<Chapter> chapters = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      chapters.add(new Chapter(in.readLong(), readText(in)));
    }
    return new AudioFile.Playable(
        format,
        sha256,
        audioSha256,
        sizeBytes,
        durationMs,
        tags,
        List.copyOf(chapters),
        readTexts(in));
  }

  private static List<String> readTexts(DataInputStream in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.add(readText(in));
    }
    return List.copyOf(texts);
  }

  /** May be null. */
  private static void writeText(DataOutputStream out, String text) throws IOException {
    if (text == null) {
      out.writeInt(-1);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    if (length > LONGEST_TEXT_BYTES) {
      throw new IOException("not a text");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  /** The parsers' own bytes: whatever is changed in them, their former findings do not count. */
  static String parsers(ClassLoader classes) {
    MessageDigest hash = sha256();
    hash(hash, classes, "app/durus/server/audio", "AudioFile.class");
    // They decide which picture can be used, and what its id is.
    hash(hash, classes, "app/durus/server/covers", "CoverStore.class");
    return HexFormat.of().formatHex(hash.digest());
  }

  private static void hash(
      MessageDigest hash, ClassLoader classes, String folder, String landmark) {
    ClassPathFolder.read(classes, folder, landmark)
        .orElseThrow()
        .forEach(
            (name, bytes) -> {
              hash.update(name.getBytes(StandardCharsets.UTF_8));
              hash.update(bytes);
            });
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
