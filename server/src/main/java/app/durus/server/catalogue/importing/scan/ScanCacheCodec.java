package app.durus.server.catalogue.importing.scan;

import app.durus.server.audio.AudioFile;
import app.durus.server.audio.format.AudioFormat;
import app.durus.server.audio.format.tags.AudioTags;
import app.durus.server.audio.format.tags.Chapter;
import app.durus.server.catalogue.importing.report.ImportProblem;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The bytes of what {@link ScanCache} keeps of a file. */
final class ScanCacheCodec {

  private static final int LONGEST_TEXT_BYTES = 64 << 20;

  private ScanCacheCodec() {}

  static void write(DataOutputStream out, ScanCache.Entry entry) throws IOException {
    FileStamp stamp = entry.stamp();
    out.writeLong(stamp.inode());
    out.writeLong(stamp.sizeBytes());
    out.writeLong(stamp.modifiedNs());
    out.writeLong(stamp.changedNs());
    FileFinding finding = entry.finding();
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

  /**
   * @param path of the file, which its problems name
   * @throws IOException also when these are no such bytes
   */
  static ScanCache.Entry read(DataInputStream in, String path) throws IOException {
    FileStamp stamp = new FileStamp(in.readLong(), in.readLong(), in.readLong(), in.readLong());
    String cover = readText(in);
    List<ImportProblem> problems = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      problems.add(new ImportProblem(path, readText(in)));
    }
    AudioFile.Playable recording = in.readBoolean() ? readRecording(in) : null;
    return new ScanCache.Entry(stamp, new FileFinding(recording, cover, List.copyOf(problems)));
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
  static void writeText(DataOutputStream out, String text) throws IOException {
    if (text == null) {
      out.writeInt(-1);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    if (length > LONGEST_TEXT_BYTES) {
      throw new IOException("not a text");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
