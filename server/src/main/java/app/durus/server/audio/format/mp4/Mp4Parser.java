package app.durus.server.audio.format.mp4;

import app.durus.server.audio.format.file.AudioStream;
import app.durus.server.audio.format.file.FileWindow;
import app.durus.server.audio.format.file.UnusableAudio;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Walks the boxes of an MPEG-4 file (ISO/IEC 14496-12) in any order. Its audio without tags is the
 * payload of the {@code mdat} boxes, because a tagging program rewrites, moves and pads only {@code
 * moov}. Its duration is that of its longest audio track.
 */
public final class Mp4Parser {

  /** The first box of a file. QuickTime wrote no {@code ftyp} for a long time. */
  private static final Set<String> FIRST =
      Set.of("ftyp", "moov", "mdat", "free", "skip", "wide", "pnot", "uuid");

  /** A box of these types that is longer than the rest of the file was truncated. */
  private static final Set<String> CARRYING = Set.of("moov", "mdat", "moof");

  private static final Set<String> PROTECTED = Set.of("drms", "enca");

  private static final String USUAL_CODING = "mp4a";

  private final FileWindow file;
  private final List<AudioStream.Region> audio = new ArrayList<>();
  private final List<Mp4Box> fragments = new ArrayList<>();
  private final List<Mp4Track> tracks = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private Mp4Box movie;
  private boolean holdsVideo;

  private Mp4Parser(FileWindow file) {
    this.file = file;
  }

  public static AudioStream read(FileWindow file) throws IOException, UnusableAudio {
    Mp4Parser sound = new Mp4Parser(file);
    sound.walk();
    return sound.judged();
  }

  private void walk() throws IOException, UnusableAudio {
    for (long at = 0; at < file.sizeBytes(); ) {
      if (at == 0 && !FIRST.contains(file.ascii(4, 4))) {
        throw new UnusableAudio("It is not an M4A recording.");
      }
      Mp4Box box;
      try {
        box = Mp4Box.at(file, at, file.sizeBytes());
      } catch (UnusableAudio e) {
        if (isBehindTheRecording(at)) {
          return;
        }
        throw e;
      }
      take(box);
      at = box.end();
    }
  }

  /** Some bytes after the last box, perhaps a tag of another kind. */
  private boolean isBehindTheRecording(long at) throws IOException {
    return movie != null && !audio.isEmpty() && !CARRYING.contains(file.ascii(at + 4, 4));
  }

  private void take(Mp4Box box) throws IOException, UnusableAudio {
    switch (box.type()) {
      case "mdat" -> {
        if (box.end() > box.start()) {
          audio.add(new AudioStream.Region(box.start(), box.end()));
        }
      }
      case "moof" -> fragments.add(box);
      case "moov" -> {
        movie = box;
        for (Mp4Box inner : box.inner(file)) {
          boolean isTrack = inner.type().equals("trak");
          holdsVideo |= isTrack && Mp4Track.isVideo(file, inner);
          Mp4Track track = isTrack ? Mp4Track.read(file, inner) : null;
          if (track != null) {
            tracks.add(track);
          }
        }
      }
      default -> {}
    }
  }

  private AudioStream judged() throws IOException, UnusableAudio {
    if (movie == null) {
      throw new UnusableAudio("It is cut off or damaged: the index of its sound is missing.");
    }
    if (tracks.isEmpty() || audio.isEmpty()) {
      throw new UnusableAudio("It holds no audio.");
    }
    for (Mp4Track track : tracks) {
      judgeCoding(track.coding());
    }
    if (holdsVideo) {
      remarks.add(
          "It holds a video, which listeners would download with the sound; the sound alone is"
              + " smaller.");
    }
    long lengthMs = Math.round(lengthMs());
    if (lengthMs <= 0) {
      throw new UnusableAudio("It does not say how long it is.");
    }
    String language =
        tracks.stream().map(Mp4Track::language).filter(Objects::nonNull).findFirst().orElse(null);
    return new AudioStream(audio, lengthMs, language, remarks);
  }

  private void judgeCoding(String coding) throws UnusableAudio {
    if (PROTECTED.contains(coding)) {
      throw new UnusableAudio("It is protected against copying, so nothing but its shop plays it.");
    }
    if (!coding.isEmpty() && !coding.equals(USUAL_CODING)) {
      remarks.add(
          "Its sound is coded as “"
              + coding
              + "”, which not every browser plays; AAC or MP3 is played everywhere.");
    }
  }

  private double lengthMs() throws IOException, UnusableAudio {
    double stated = tracks.stream().mapToDouble(Mp4Track::durationMs).max().orElse(0);
    if (fragments.isEmpty()) {
      return stated;
    }
    double counted = 0;
    for (Mp4Track track : tracks) {
      if (track.timescale() > 0) {
        long duration = Mp4Fragments.duration(file, movie, track.id(), fragments);
        counted = Math.max(counted, duration * 1_000.0 / track.timescale());
      }
    }
    remarks.add("It lies in fragments, as it was streamed: seeking in it may be slow in browsers.");
    return Math.max(stated, counted);
  }
}
