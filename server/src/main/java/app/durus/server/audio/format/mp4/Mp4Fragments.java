package app.durus.server.audio.format.mp4;

import app.durus.server.audio.format.file.FileWindow;
import app.durus.server.audio.format.file.UnusableAudio;
import java.io.IOException;
import java.util.List;

/**
 * The duration of an audio track in fragments, as streaming services deliver it and some recorders
 * write it: the sum of the fragments' durations, because no header may have it.
 */
final class Mp4Fragments {

  private static final int HAS_DATA_OFFSET = 0x1;
  private static final int HAS_FIRST_FLAGS = 0x4;
  private static final int HAS_DURATIONS = 0x100;
  private static final int HAS_BASE_OFFSET = 0x1;
  private static final int HAS_DESCRIPTION = 0x2;
  private static final int HAS_DEFAULT_DURATION = 0x8;

  /** A sample's size, flags and composition time have four bytes each, if they are present. */
  private static final int[] AFTER_DURATION = {0x200, 0x400, 0x800};

  private final FileWindow file;
  private final long trackId;
  private final long usualDuration;
  private long duration;

  private Mp4Fragments(FileWindow file, long trackId, long usualDuration) {
    this.file = file;
    this.trackId = trackId;
    this.usualDuration = usualDuration;
  }

  /**
   * @param movie the file's index
   * @param fragments the {@code moof} boxes
   * @return in the track's time units; 0 when nothing is present
   */
  static long duration(FileWindow file, Mp4Box movie, long trackId, List<Mp4Box> fragments)
      throws IOException, UnusableAudio {
    var sum = new Mp4Fragments(file, trackId, usualDuration(file, movie, trackId));
    for (Mp4Box fragment : fragments) {
      for (Mp4Box track : fragment.inner(file)) {
        if (track.type().equals("traf")) {
          sum.add(track);
        }
      }
    }
    return sum.duration;
  }

  private static long usualDuration(FileWindow file, Mp4Box movie, long trackId)
      throws IOException, UnusableAudio {
    Mp4Box extension = movie.find(file, "mvex");
    if (extension != null) {
      for (Mp4Box box : extension.inner(file)) {
        if (box.type().equals("trex") && file.uint32(box.start() + 4) == trackId) {
          return file.uint32(box.start() + 12);
        }
      }
    }
    return 0;
  }

  private void add(Mp4Box track) throws IOException, UnusableAudio {
    Mp4Box header = track.find(file, "tfhd");
    if (header == null || file.uint32(header.start() + 4) != trackId) {
      return;
    }
    int flags = flags(header);
    long at =
        header.start()
            + 8
            + (has(flags, HAS_BASE_OFFSET) ? 8 : 0)
            + (has(flags, HAS_DESCRIPTION) ? 4 : 0);
    long usual = has(flags, HAS_DEFAULT_DURATION) ? file.uint32(at) : usualDuration;
    for (Mp4Box run : track.inner(file)) {
      if (run.type().equals("trun")) {
        addRun(run, usual);
      }
    }
  }

  private void addRun(Mp4Box run, long usual) throws IOException {
    int flags = flags(run);
    long samples = file.uint32(run.start() + 4);
    if (!has(flags, HAS_DURATIONS)) {
      duration += samples * usual;
      return;
    }
    int step = 4;
    for (int flag : AFTER_DURATION) {
      step += has(flags, flag) ? 4 : 0;
    }
    long at =
        run.start()
            + 8
            + (has(flags, HAS_DATA_OFFSET) ? 4 : 0)
            + (has(flags, HAS_FIRST_FLAGS) ? 4 : 0);
    for (long i = 0; i < samples && at < run.end(); i++, at += step) {
      duration += file.uint32(at);
    }
  }

  private int flags(Mp4Box box) throws IOException {
    return (int) (file.uint32(box.start()) & 0xff_ffff);
  }

  private static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }
}
