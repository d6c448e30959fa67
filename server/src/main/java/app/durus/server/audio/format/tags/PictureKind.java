package app.durus.server.audio.format.tags;

/**
 * Chooses the cover among several embedded pictures: the front cover, else one of no special kind,
 * else any other, and an icon only if there is nothing else. The kinds are those of ID3v2's {@code
 * APIC} and of FLAC (RFC 9639, section 8.8).
 */
public final class PictureKind {

  private static final int OTHER = 0;
  private static final int ICON = 1;
  private static final int OTHER_ICON = 2;
  private static final int FRONT_COVER = 3;

  private PictureKind() {}

  /** The smaller, the better. */
  public static int rank(int kind) {
    return switch (kind) {
      case FRONT_COVER -> 0;
      case OTHER -> 1;
      case ICON, OTHER_ICON -> 3;
      default -> 2;
    };
  }
}
