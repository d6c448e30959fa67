package app.durus.proof.oracle;

import java.util.List;
import java.util.UUID;

/**
 * The small catalogue of the histories. Ids lie on both sides of the sign bit, so that a comparison
 * of signed halves fails.
 */
public final class TestCatalogue {

  /**
   * @param assetId the asset of positions
   * @param durationMs as in the catalogue
   */
  public record Asset(UUID assetId, long durationMs) {}

  /**
   * @param assets the former ones first; the last is the present one (R9)
   * @param published whether the catalogue still shows it; its intents are accepted in both cases
   *     (R7)
   */
  public record Lecture(UUID lectureId, List<Asset> assets, boolean published) {

    public long presentDurationMs() {
      return assets.getLast().durationMs();
    }
  }

  public static final List<Lecture> LECTURES =
      List.of(
          new Lecture(id(0x1A, 1), List.of(asset(0x2A, 1, 600_000)), true),
          new Lecture(id(0x9A, 2), List.of(asset(0xAA, 2, 600_000), asset(0x2B, 3, 300_000)), true),
          new Lecture(id(0xFA, 3), List.of(asset(0xFB, 4, 30_000)), true),
          new Lecture(id(0x7A, 4), List.of(asset(0x7B, 5, 3_600_000)), false));

  /** No catalogue has it. */
  public static final UUID UNKNOWN_LECTURE = id(0x5A, 9);

  public static final UUID UNKNOWN_ASSET = id(0x5B, 9);

  private TestCatalogue() {}

  public static boolean has(UUID lectureId) {
    return LECTURES.stream().anyMatch(lecture -> lecture.lectureId().equals(lectureId));
  }

  public static Lecture lecture(UUID lectureId) {
    return LECTURES.stream()
        .filter(lecture -> lecture.lectureId().equals(lectureId))
        .findFirst()
        .orElseThrow();
  }

  /** An id of version 8 with a given first and last byte. */
  public static UUID id(int firstByte, int lastByte) {
    return new UUID(
        ((long) firstByte << 56) | 0x0000_0000_0000_8000L, 0x8000_0000_0000_0000L | lastByte);
  }

  private static Asset asset(int firstByte, int lastByte, long durationMs) {
    return new Asset(id(firstByte, lastByte), durationMs);
  }
}
