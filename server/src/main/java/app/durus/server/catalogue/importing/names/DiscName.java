package app.durus.server.catalogue.importing.names;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The disc or tape in the name of a folder ("CD1", "Disc 2 of 3", "The Book (CD 3)", "القرص ٢",
 * "الشريط الأول") or of a file ("2-07 Title", "CD1-03 Title"). Digits of every script count.
 *
 * @param disc from 1; null when the name states none
 * @param number of a file: its number on the disc; null when the name states no disc
 * @param rest the name without the disc, and without the number; may be empty
 */
public record DiscName(Integer disc, Integer number, String rest) {

  private static final String WORD =
      "(?:cd|dvd|disc|disk|disque|disco|диск|tape|cassette|kaset|кассета"
          + "|(?:ال)?(?:قرص|شريط|كاسيت|[أا]سطوانة))";

  private static final List<String> ORDINALS =
      List.of(
          "الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع",
          "العاشر");

  private static final Pattern FOLDER =
      Pattern.compile(
          "(?iu)(?:(.*?)[\\s_,.–—-]*(?<!\\p{L}))?[(\\[]?"
              + WORD
              + "(?:[\\s_#.-]*(\\p{Nd}{1,2})(?:[\\s_]*(?:of|von|de|sur|из|من)[\\s_]*\\p{Nd}{1,2})?"
              + "|[\\s_-]+("
              + String.join("|", ORDINALS).replace("أ", "[أا]")
              + "))[)\\]]?");

  /**
   * A disc has one digit, because "10-30 Title" is a time or a date. The number has two, so that
   * "1-2 Title" is not split.
   */
  private static final Pattern FILE =
      Pattern.compile(
          "(?iu)(?:"
              + WORD
              + "[\\s_#]*)?(?<!\\p{Nd})0?(\\p{Nd})-(\\p{Nd}{2,3})(?:[\\s_]*[-–—.:)]?[\\s_]+(.*))?");

  public static DiscName ofFolder(String name) {
    Matcher matcher = FOLDER.matcher(name);
    if (!matcher.matches()) {
      return new DiscName(null, null, name);
    }
    int disc =
        matcher.group(2) != null
            ? NumberedName.value(matcher.group(2))
            : 1 + ORDINALS.indexOf(matcher.group(3).replace("الاول", "الأول"));
    String before = matcher.group(1) == null ? "" : matcher.group(1).strip();
    return disc == 0 ? new DiscName(null, null, name) : new DiscName(disc, null, before);
  }

  /**
   * @param name without its extension
   */
  public static DiscName ofFile(String name) {
    if (!joinsNumbers(name)) {
      return new DiscName(null, null, name);
    }
    Matcher matcher = FILE.matcher(name);
    if (!matcher.matches()) {
      return new DiscName(null, null, name);
    }
    int disc = NumberedName.value(matcher.group(1));
    int number = NumberedName.value(matcher.group(2));
    String rest = matcher.group(3) == null ? "" : matcher.group(3).strip();
    return disc == 0 || number == 0
        ? new DiscName(null, null, name)
        : new DiscName(disc, number, rest.isEmpty() ? name : rest);
  }

  /** Whether there is a number, a hyphen and a number, without which no file names a disc. */
  private static boolean joinsNumbers(String name) {
    for (int at = name.indexOf('-', 1); at > 0; at = name.indexOf('-', at + 1)) {
      if (at + 1 < name.length()
          && Character.isDigit(name.codePointBefore(at))
          && Character.isDigit(name.codePointAt(at + 1))) {
        return true;
      }
    }
    return false;
  }
}
