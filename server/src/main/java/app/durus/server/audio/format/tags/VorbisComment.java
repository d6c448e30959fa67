package app.durus.server.audio.format.tags;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The tags of Ogg Vorbis, Ogg Opus and FLAC: the Vorbis comment, in which a picture is a FLAC
 * picture block in base 64 (RFC 9639, sections 8.6 and 8.8). Truncated and malformed entries are
 * ignored.
 */
public final class VorbisComment {

  private final Map<String, List<String>> fields = new HashMap<>();
  private byte[] picture;
  private int pictureRank;

  /**
   * @param bytes a comment from its vendor string on; other bytes may follow
   */
  public void read(byte[] bytes, int start) {
    ByteBuffer comment = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    comment.position(Math.min(start, bytes.length));
    if (next(comment) == null || comment.remaining() < 4) {
      return;
    }
    long count = Integer.toUnsignedLong(comment.getInt());
    for (long i = 0; i < count; i++) {
      byte[] field = next(comment);
      if (field == null) {
        return;
      }
      read(field);
    }
  }

  private void read(byte[] field) {
    int equals = 0;
    while (equals < field.length && field[equals] != '=') {
      equals++;
    }
    if (equals == field.length) {
      return;
    }
    String name =
        new String(field, 0, equals, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
    byte[] value = java.util.Arrays.copyOfRange(field, equals + 1, field.length);
    if (name.equals("METADATA_BLOCK_PICTURE")) {
      try {
        readPicture(Base64.getMimeDecoder().decode(value));
      } catch (IllegalArgumentException e) {
        // No base 64: no picture.
        return;
      }
    } else {
      fields.computeIfAbsent(name, key -> new ArrayList<>()).add(TagText.of(value));
    }
  }

  /**
   * @param block a FLAC picture block; of several pictures the one of the best {@link PictureKind}
   *     is chosen, and of those the first
   */
  public void readPicture(byte[] block) {
    ByteBuffer in = ByteBuffer.wrap(block);
    if (in.remaining() < 4) {
      return;
    }
    int type = in.getInt();
    if (next(in) == null || next(in) == null || in.remaining() < 16) {
      return;
    }
    in.position(in.position() + 16);
    byte[] bytes = next(in);
    int rank = PictureKind.rank(type);
    if (bytes != null && bytes.length > 0 && (picture == null || rank < pictureRank)) {
      picture = bytes;
      pictureRank = rank;
    }
  }

  public EmbeddedMetadata tagged() {
    String albumArtist = first("ALBUMARTIST");
    AudioTags tags =
        new AudioTags(
            first("TITLE"),
            all("ARTIST").distinct().toList(),
            albumArtist == null ? first("ALBUM ARTIST") : albumArtist,
            first("ALBUM"),
            TagText.number(first("DISCNUMBER")),
            TagText.number(first("TRACKNUMBER")),
            first("LANGUAGE"));
    return new EmbeddedMetadata(tags, picture, VorbisChapters.of(fields), false);
  }

  /** A length and as many bytes; null when they are missing. */
  private static byte[] next(ByteBuffer in) {
    if (in.remaining() < 4) {
      return null;
    }
    long length = Integer.toUnsignedLong(in.getInt());
    if (length > in.remaining()) {
      return null;
    }
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return bytes;
  }

  private String first(String name) {
    return all(name).findFirst().orElse(null);
  }

  private Stream<String> all(String name) {
    return fields.getOrDefault(name, List.of()).stream()
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }
}
