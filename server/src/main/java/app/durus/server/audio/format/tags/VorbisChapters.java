package app.durus.server.audio.format.tags;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chapters in a Vorbis comment: {@code CHAPTER001=00:00:00.000} and {@code CHAPTER001NAME=…}. Pure.
 */
final class VorbisChapters {

  private static final Pattern NAME = Pattern.compile("CHAPTER(\\d{1,4})(NAME)?");
  private static final Pattern TIME =
      Pattern.compile("(?:(\\d{1,4}):)?(\\d{1,3}):(\\d{1,2})(?:[.,](\\d{1,9}))?");

  private VorbisChapters() {}

  /**
   * @param fields their values by name in capital letters
   * @return in the order of their numbers; what states no time is none
   */
  static List<Chapter> of(Map<String, List<String>> fields) {
    Map<Integer, Long> starts = new TreeMap<>();
    Map<Integer, String> titles = new TreeMap<>();
    fields.forEach(
        (name, values) -> {
          Matcher matcher = NAME.matcher(name);
          if (!matcher.matches()) {
            return;
          }
          int number = Integer.parseInt(matcher.group(1));
          if (matcher.group(2) != null) {
            titles.put(number, values.getFirst());
          } else {
            Long startMs = milliseconds(values.getFirst().strip());
            if (startMs != null) {
              starts.put(number, startMs);
            }
          }
        });
    List<Chapter> chapters = new ArrayList<>();
    starts.forEach(
        (number, startMs) -> chapters.add(new Chapter(startMs, titles.getOrDefault(number, ""))));
    return chapters;
  }

  /** Null when it is no time. */
  private static Long milliseconds(String time) {
    Matcher matcher = TIME.matcher(time);
    if (!matcher.matches()) {
      return null;
    }
    long hours = matcher.group(1) == null ? 0 : Long.parseLong(matcher.group(1));
    long minutes = Long.parseLong(matcher.group(2));
    long seconds = Long.parseLong(matcher.group(3));
    String fraction = matcher.group(4) == null ? "0" : matcher.group(4);
    long milliseconds = Long.parseLong((fraction + "00").substring(0, 3));
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000 + milliseconds;
  }
}
