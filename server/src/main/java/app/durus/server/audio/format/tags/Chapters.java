package app.durus.server.audio.format.tags;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Puts in order what recordings say of their chapters. Pure. */
public final class Chapters {

  /** More are no help to anybody, and would be sent to every device. */
  public static final int MOST = 500;

  /** In UTF-16. */
  public static final int LONGEST_TITLE = 300;

  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");

  private Chapters() {}

  /**
   * Chapters in the order of their beginnings, none of which is behind the end of the sound. Of two
   * that begin at the same time the first one counts. A single chapter from the beginning on is the
   * whole recording, and none.
   *
   * @param said in any order
   * @param durationMs of the recording
   */
  public static List<Chapter> within(List<Chapter> said, long durationMs) {
    List<Chapter> ordered = new ArrayList<>();
    said.stream()
        .filter(one -> one.startMs() >= 0 && one.startMs() < durationMs)
        .sorted(Comparator.comparingLong(Chapter::startMs))
        .forEach(
            one -> {
              if (ordered.isEmpty() || ordered.getLast().startMs() != one.startMs()) {
                ordered.add(new Chapter(one.startMs(), title(one.title())));
              }
            });
    boolean isWhole = ordered.size() == 1 && ordered.getFirst().startMs() == 0;
    return isWhole ? List.of() : List.copyOf(ordered.subList(0, Math.min(MOST, ordered.size())));
  }

  private static String title(String said) {
    String line = BLANKS.matcher(said).replaceAll(" ").strip();
    if (line.length() <= LONGEST_TITLE) {
      return line;
    }
    boolean isWithinACharacter = Character.isHighSurrogate(line.charAt(LONGEST_TITLE - 1));
    return line.substring(0, isWithinACharacter ? LONGEST_TITLE - 1 : LONGEST_TITLE).strip();
  }
}
