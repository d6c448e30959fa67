package app.durus.server.audio.format.flac;

import app.durus.server.audio.format.file.AudioStream;
import app.durus.server.audio.format.file.FileWindow;
import app.durus.server.audio.format.file.UnusableAudio;
import app.durus.server.audio.format.mp3.Mp3Tags;
import app.durus.server.audio.format.tags.VorbisComment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks the blocks of a FLAC file (RFC 9639). Its audio without tags is its frames, because a
 * tagging program rewrites only the blocks before them. Its duration follows from the last frame,
 * because the first block may not know it, or may describe a file that was truncated since.
 */
public final class FlacParser {

  private static final int STREAM_INFO = 0;
  private static final int COMMENT = 4;
  private static final int PICTURE = 6;

  /** Of RFC 9639, section 8.2. */
  private static final int SMALLEST_BLOCK = 16;

  /**
   * The last frame starts within this distance of the end. Frames of voice and of music are far
   * smaller.
   */
  private static final long LAST_FRAME_WITHIN_BYTES = 1024 * 1024;

  private final FileWindow file;
  private final VorbisComment comment = new VorbisComment();
  private final List<String> remarks = new ArrayList<>();
  private int blockSamples;
  private int greatestBlockSamples;
  private int channels;
  private long rateHz;
  private long statedSamples;
  private boolean lastFrameIsWhole;

  private FlacParser(FileWindow file) {
    this.file = file;
  }

  public static AudioStream read(FileWindow file) throws IOException, UnusableAudio {
    FlacParser sound = new FlacParser(file);
    return sound.walk(Mp3Tags.afterLeadingTags(file));
  }

  private AudioStream walk(long start) throws IOException, UnusableAudio {
    if (!file.hasAscii(start, "fLaC")) {
      throw new UnusableAudio("It is not a FLAC recording.");
    }
    long at = start + 4;
    for (boolean last = false; !last; ) {
      int header = file.byteAt(at);
      long end = at + 4 + (file.uint32(at) & 0xff_ffff);
      if (end > file.sizeBytes()) {
        throw new UnusableAudio("It is cut off or damaged: its sound is missing.");
      }
      takeBlock(header & 0x7f, at + 4, end);
      last = (header & 0x80) != 0;
      at = end;
    }
    AudioStream.Region frames = new AudioStream.Region(at, Mp3Tags.beforeTrailingTags(file, at));
    FlacFrame first = FlacFrame.at(file, at);
    if (rateHz == 0 || first == null) {
      throw new UnusableAudio("It is damaged, or is not a FLAC recording.");
    }
    refuseContradiction(first);
    return judged(frames, samplesUpTo(frames));
  }

  private void takeBlock(int type, long start, long end) throws IOException {
    switch (type) {
      case STREAM_INFO -> {
        blockSamples = file.uint16(start);
        greatestBlockSamples = file.uint16(start + 2);
        channels = (file.byteAt(start + 12) >> 1 & 7) + 1;
        rateHz = file.uint32(start + 10) >> 12;
        statedSamples = (file.byteAt(start + 13) & 0xfL) << 32 | file.uint32(start + 14);
      }
      case COMMENT -> comment.read(file.bytes(start, (int) (end - start)), 0);
      case PICTURE -> comment.readPicture(file.bytes(start, (int) (end - start)));
      default -> {}
    }
  }

  /** A player sets itself up by the file's header, and plays nothing when the frames differ. */
  private void refuseContradiction(FlacFrame first) throws UnusableAudio {
    boolean sound =
        blockSamples >= SMALLEST_BLOCK
            && greatestBlockSamples >= blockSamples
            && first.samples() <= greatestBlockSamples
            && (first.rateHz() == 0 || first.rateHz() == rateHz)
            && first.channels() == channels;
    if (!sound) {
      throw new UnusableAudio("It is damaged: its header and its sound contradict each other.");
    }
  }

  /** The end of the last frame with a complete header. */
  private long samplesUpTo(AudioStream.Region frames) throws IOException {
    long earliest = Math.max(frames.start(), frames.end() - LAST_FRAME_WITHIN_BYTES);
    for (long at = frames.end() - 1; at >= earliest; at--) {
      FlacFrame frame = FlacFrame.at(file, at);
      if (frame != null) {
        long first = frame.variable() ? frame.number() : frame.number() * greatestBlockSamples;
        long samples = first + frame.samples();
        if (statedSamples == 0 || samples <= statedSamples) {
          lastFrameIsWhole = FlacFrame.isWhole(file, at, frames.end());
          return samples;
        }
      }
    }
    return statedSamples;
  }

  private AudioStream judged(AudioStream.Region frames, long samples) throws UnusableAudio {
    if (samples < statedSamples * 0.98) {
      remarks.add("It is shorter than its own index says; it may have been cut off.");
    } else if (!lastFrameIsWhole) {
      remarks.add("Its end is damaged or missing; it may have been cut off.");
    }
    boolean trusted = samples >= statedSamples * 0.98 && statedSamples > 0;
    long lengthMs = Math.round((trusted ? statedSamples : samples) * 1_000.0 / rateHz);
    if (lengthMs <= 0) {
      throw new UnusableAudio("It holds no audio.");
    }
    return new AudioStream(List.of(frames), lengthMs, null, comment.tagged(), remarks);
  }
}
