package app.durus.server.audio.format.mp3;

import app.durus.server.audio.format.tags.Chapter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Chapters in an ID3v2 tag (ID3v2 Chapter Frame Addendum): {@code CHAP} frames, and {@code CTOC}
 * frames that are tables of contents. A chapter that no table names is not to be listed, such as
 * those that only carry a picture.
 */
final class Id3v2Chapters {

  private static final int TIMES_BYTES = 16;

  private record Contents(boolean top, List<String> entries) {}

  private final Map<String, Chapter> chapters = new LinkedHashMap<>();
  private final Map<String, Contents> contents = new LinkedHashMap<>();

  /**
   * @param frame the content of a {@code CHAP} frame
   * @param titleOf gets the frames within it, and answers their title; null without one
   */
  void takeChapter(byte[] frame, Function<byte[], String> titleOf) {
    ByteBuffer in = ByteBuffer.wrap(frame);
    String id = text(in);
    if (id == null || in.remaining() < TIMES_BYTES) {
      return;
    }
    long startMs = Integer.toUnsignedLong(in.getInt());
    in.position(in.position() + TIMES_BYTES - Integer.BYTES);
    String title = titleOf.apply(rest(in));
    chapters.putIfAbsent(id, new Chapter(startMs, title == null ? "" : title));
  }

  /**
   * @param frame the content of a {@code CTOC} frame
   */
  void takeContents(byte[] frame) {
    ByteBuffer in = ByteBuffer.wrap(frame);
    String id = text(in);
    if (id == null || in.remaining() < 2) {
      return;
    }
    boolean top = (in.get() & 2) != 0;
    int count = in.get() & 0xff;
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String entry = text(in);
      if (entry != null) {
        entries.add(entry);
      }
    }
    contents.putIfAbsent(id, new Contents(top, entries));
  }

  /** In no order. */
  List<Chapter> all() {
    Set<String> listed = new HashSet<>();
    contents.forEach(
        (id, table) -> {
          if (table.top) {
            list(id, listed, new HashSet<>());
          }
        });
    boolean isAnyListed = chapters.keySet().stream().anyMatch(listed::contains);
    return chapters.entrySet().stream()
        .filter(each -> !isAnyListed || listed.contains(each.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** A damaged table may name itself. */
  private void list(String id, Set<String> listed, Set<String> seen) {
    if (!seen.add(id)) {
      return;
    }
    listed.add(id);
    if (contents.containsKey(id)) {
      contents.get(id).entries.forEach(entry -> list(entry, listed, seen));
    }
  }

  /** Up to a zero byte, and past it; null without one. */
  private static String text(ByteBuffer in) {
    int start = in.position();
    while (in.hasRemaining()) {
      if (in.get() == 0) {
        return new String(
            in.array(), start, in.position() - 1 - start, StandardCharsets.ISO_8859_1);
      }
    }
    return null;
  }

  private static byte[] rest(ByteBuffer in) {
    byte[] rest = new byte[in.remaining()];
    in.get(rest);
    return rest;
  }
}
