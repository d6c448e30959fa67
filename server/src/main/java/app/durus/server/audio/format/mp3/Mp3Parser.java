package app.durus.server.audio.format.mp3;

import app.durus.server.audio.format.file.AudioStream;
import app.durus.server.audio.format.file.FileWindow;
import app.durus.server.audio.format.file.UnusableAudio;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks an MP3 frame by frame. The duration that players show is computed from the frames, not from
 * a header: an index may be missing (then the first frame does not reveal a variable bit rate) or
 * describe a file that was truncated since.
 */
public final class Mp3Parser {

  private static final int FEWEST_FRAMES = 3;

  private final FileWindow file;
  private final AudioStream.Region region;
  private final List<String> remarks = new ArrayList<>();
  private long soundStart;
  private double durationMs;
  private long frames;
  private long framesBytes;
  private int firstBitRateKbps;
  private boolean variable;
  private boolean indexed;
  private long framesByIndex = -1;

  private Mp3Parser(FileWindow file, AudioStream.Region region) {
    this.file = file;
    this.region = region;
    this.soundStart = region.start();
  }

  public static AudioStream read(FileWindow file) throws IOException, UnusableAudio {
    AudioStream.Region region = Mp3Tags.audioWithin(file);
    if (region.sizeBytes() <= 0) {
      throw new UnusableAudio("It holds no audio.");
    }
    Mp3Parser sound = new Mp3Parser(file, region);
    sound.walk();
    sound.judge();
    AudioStream.Region frames = new AudioStream.Region(sound.soundStart, region.end());
    return new AudioStream(List.of(frames), Math.round(sound.durationMs), null, sound.remarks);
  }

  private void walk() throws IOException {
    long position = region.start();
    while (position < region.end()) {
      Mp3Frame frame = Mp3Frame.at(file, position);
      if (frame == null || !continues(frame, position)) {
        position++;
        continue;
      }
      if (frames == 0 && framesBytes == 0 && readIndex(frame, position)) {
        indexed = true;
        soundStart = position + frame.sizeBytes();
      } else {
        count(frame);
      }
      framesBytes += frame.sizeBytes();
      position += frame.sizeBytes();
    }
  }

  /** Two consecutive headers that agree. A single one occurs in any bytes by chance. */
  private boolean continues(Mp3Frame frame, long position) throws IOException {
    long next = position + frame.sizeBytes();
    if (next > region.end()) {
      return false;
    }
    return next == region.end()
        || frame.sameStreamAs(Mp3Frame.at(file, next))
        || (frames > 0 && region.end() - next < Mp3Frame.LARGEST_BYTES);
  }

  private void count(Mp3Frame frame) {
    frames++;
    durationMs += frame.samples() * 1_000.0 / frame.sampleRate();
    if (firstBitRateKbps == 0) {
      firstBitRateKbps = frame.bitRateKbps();
    }
    variable |= frame.bitRateKbps() != firstBitRateKbps;
  }

  /** Whether the first frame is an encoder's index and not audio. */
  private boolean readIndex(Mp3Frame frame, long position) throws IOException {
    long xing = position + frame.indexOffsetBytes();
    if (file.hasAscii(xing, "Xing") || file.hasAscii(xing, "Info")) {
      boolean countsFrames = (file.byteAt(xing + 7) & 1) != 0;
      framesByIndex = countsFrames ? file.uint32(xing + 8) : -1;
      return true;
    }
    long vbri = position + 36;
    if (file.hasAscii(vbri, "VBRI")) {
      framesByIndex = file.uint32(vbri + 14);
      return true;
    }
    return false;
  }

  private void judge() throws UnusableAudio {
    if (frames < FEWEST_FRAMES) {
      throw new UnusableAudio("It is not an MP3 recording, or is damaged.");
    }
    if (framesBytes < region.sizeBytes() / 2) {
      throw new UnusableAudio(
          "Less than half of it is sound: it is damaged, or was not copied to its end.");
    }
    if (framesByIndex > frames + 2 && frames < framesByIndex * 0.98) {
      remarks.add("It is shorter than its own index says; it may have been cut off.");
    }
    if (variable && !indexed) {
      remarks.add(
          "It has a variable bit rate and no index: seeking in it may be off by some seconds.");
    }
  }
}
