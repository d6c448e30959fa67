package app.durus.server.catalogue.importing.overrides;

import app.durus.server.audio.format.tags.Chapter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the chapters of a lecture in a {@code durus.yaml}. */
final class ChaptersParser {

  private static final Set<String> KEYS = Set.of("at", "title");

  private static final Pattern TIME =
      Pattern.compile("(?:(\\d{1,3}):)?(\\d{1,3}):(\\d{2})(?:\\.(\\d{1,3}))?");

  private ChaptersParser() {}

  /**
   * @return in the order of the file; null when the lecture has no such list; empty when the list
   *     is empty, so that the lecture has no chapters
   */
  static List<Chapter> read(YamlMapping lecture) {
    if (!lecture.has("chapters")) {
      return null;
    }
    List<Chapter> chapters = new ArrayList<>();
    Set<Long> starts = new HashSet<>();
    for (YamlMapping each : lecture.mappings("chapters", KEYS)) {
      Long startMs = startMs(each.text("at"));
      String title = each.text("title");
      if (startMs == null) {
        each.report("at", "this chapter needs an “at”, as in “at: 1:02:30”");
      } else if (!starts.add(startMs)) {
        each.report("at", "another chapter begins at this time, too");
      } else {
        chapters.add(new Chapter(startMs, title == null ? "" : title));
      }
    }
    return List.copyOf(chapters);
  }

  /** Null when it is no time. */
  private static Long startMs(String time) {
    Matcher matcher = TIME.matcher(time == null ? "" : time);
    if (!matcher.matches()) {
      return null;
    }
    long hours = matcher.group(1) == null ? 0 : Long.parseLong(matcher.group(1));
    long minutes = Long.parseLong(matcher.group(2));
    long seconds = Long.parseLong(matcher.group(3));
    if (seconds > 59 || matcher.group(1) != null && minutes > 59) {
      return null;
    }
    String fraction = matcher.group(4) == null ? "" : matcher.group(4);
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000
        + Long.parseLong((fraction + "000").substring(0, 3));
  }
}
