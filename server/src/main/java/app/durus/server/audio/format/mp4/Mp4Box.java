package app.durus.server.audio.format.mp4;

import app.durus.server.audio.format.file.FileWindow;
import app.durus.server.audio.format.file.UnusableAudio;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A box of an MPEG-4 file (ISO/IEC 14496-12): where its content starts and ends, in bytes of the
 * file.
 */
record Mp4Box(String type, long start, long end) {

  /**
   * @param parentEnd the end of the parent; a box without a size reaches until there
   */
  static Mp4Box at(FileWindow file, long at, long parentEnd) throws IOException, UnusableAudio {
    long size = file.uint32(at);
    String type = file.ascii(at + 4, 4);
    int headerBytes = 8;
    if (size == 1) {
      size = file.int64(at + 8);
      headerBytes = 16;
    } else if (size == 0) {
      size = parentEnd - at;
    }
    if (size < headerBytes || size > parentEnd - at) {
      throw new UnusableAudio("It is cut off or damaged, or is not an M4A recording.");
    }
    return new Mp4Box(type, at + headerBytes, at + size);
  }

  /** The child boxes. */
  List<Mp4Box> inner(FileWindow file) throws IOException, UnusableAudio {
    List<Mp4Box> boxes = new ArrayList<>();
    // Fewer than eight bytes are padding of some writers.
    for (long at = start; at + 8 <= end; ) {
      Mp4Box box = at(file, at, end);
      boxes.add(box);
      at = box.end;
    }
    return boxes;
  }

  /**
   * The first descendant along a path of types.
   *
   * @return null when there is none
   */
  Mp4Box find(FileWindow file, String... path) throws IOException, UnusableAudio {
    Mp4Box found = this;
    for (String type : path) {
      Mp4Box next = null;
      for (Mp4Box box : found.inner(file)) {
        if (next == null && box.type.equals(type)) {
          next = box;
        }
      }
      if (next == null) {
        return null;
      }
      found = next;
    }
    return found;
  }

  /** For a full box: whether its times have 64 bits. */
  boolean isWide(FileWindow file) throws IOException {
    return file.byteAt(start) == 1;
  }
}
