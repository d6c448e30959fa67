package app.durus.server.catalogue.importing.tags;

import app.durus.server.audio.format.tags.AudioTags;
import app.durus.server.catalogue.importing.names.NameNormalizer;
import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Detects the encoding of tags that state Latin-1 and are not, from all tags of a folder together:
 * one title is too short to distinguish Russian from Greek. ICU's detector proposes an encoding. It
 * is used only if every text makes sense in it, so correct text stays. Pure.
 *
 * <ul>
 *   <li>Into another script: every word must be wholly ASCII or wholly of that one script. Words of
 *       European languages mix ASCII letters with accented ones, so they are never converted.
 *   <li>Into Turkish, which shares the script: every letter above ASCII must be Turkish, and ICU
 *       must detect the Turkish language.
 * </ul>
 */
public final class FolderEncodings {

  private static final Charset WINDOWS_LATIN = Charset.forName("windows-1252");
  private static final Charset WINDOWS_TURKISH = Charset.forName("windows-1254");
  private static final String TURKISH_LETTERS = "ÇçĞğİıÖöŞşÜüÂâÎîÛû";

  /** Letters of windows-1254 in place of those of Latin-1. */
  private static final Pattern TURKISH_ONLY = Pattern.compile("[ĞğİıŞş]");

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+");
  private static final int FEWEST_LETTERS = 4;

  /** Windows writes its own code page where ICU proposes the standard's. */
  private static final Map<String, String> WINDOWS =
      Map.of(
          "ISO-8859-5", "windows-1251",
          "ISO-8859-6", "windows-1256",
          "ISO-8859-7", "windows-1253",
          "ISO-8859-8", "windows-1255",
          "ISO-8859-8-I", "windows-1255",
          "ISO-8859-9", "windows-1254");

  /** These encodings contain ASCII. In others a short text may be anything. */
  private static final Set<String> SINGLE_BYTE =
      Set.of(
          "windows-1251",
          "windows-1253",
          "windows-1254",
          "windows-1255",
          "windows-1256",
          "KOI8-R",
          "IBM866");

  private FolderEncodings() {}

  /**
   * @param tags by path
   * @return the same, with corrected texts, in the same order
   */
  public static Map<String, AudioTags> decoded(Map<String, AudioTags> tags) {
    Map<String, List<String>> suspects = new LinkedHashMap<>();
    tags.forEach(
        (path, each) -> {
          for (String text : texts(each)) {
            if (bytes(text) != null) {
              suspects.computeIfAbsent(folder(path), key -> new ArrayList<>()).add(text);
            }
          }
        });
    if (suspects.isEmpty()) {
      return tags;
    }
    Map<String, UnaryOperator<String>> repairs = new LinkedHashMap<>();
    suspects.forEach(
        (folder, texts) -> repair(texts).ifPresent(repair -> repairs.put(folder, repair)));
    Map<String, AudioTags> decoded = new LinkedHashMap<>();
    tags.forEach(
        (path, each) -> {
          UnaryOperator<String> repair = repairs.get(folder(path));
          decoded.put(path, repair == null ? each : with(each, repair));
        });
    return decoded;
  }

  private static String folder(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  private static List<String> texts(AudioTags tags) {
    List<String> texts = new ArrayList<>(tags.artists());
    for (String text : new String[] {tags.title(), tags.albumArtist(), tags.album()}) {
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static AudioTags with(AudioTags tags, UnaryOperator<String> repair) {
    return new AudioTags(
        repair.apply(tags.title()),
        tags.artists().stream().map(repair).toList(),
        repair.apply(tags.albumArtist()),
        repair.apply(tags.album()),
        tags.disc(),
        tags.track(),
        tags.language());
  }

  /** The decoder for each suspect text; empty when the texts stay as they are. */
  private static Optional<UnaryOperator<String>> repair(List<String> suspects) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String text : suspects) {
      all.writeBytes(bytes(text));
      all.write('\n');
    }
    CharsetDetector detector = new CharsetDetector();
    detector.setText(all.toByteArray());
    for (CharsetMatch match : detector.detectAll()) {
      Optional<Charset> charset = charset(match.getName());
      if (charset.isPresent() && makesSense(suspects, charset.get(), match.getLanguage())) {
        return Optional.of(text -> bytes(text) == null ? text : decode(text, charset.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Charset> charset(String name) {
    String usual = WINDOWS.getOrDefault(name, name);
    return SINGLE_BYTE.contains(usual) ? Optional.of(Charset.forName(usual)) : Optional.empty();
  }

  private static boolean makesSense(List<String> suspects, Charset charset, String language) {
    boolean turkish = charset.equals(WINDOWS_TURKISH) && "tr".equals(language);
    Set<Character.UnicodeScript> scripts = EnumSet.noneOf(Character.UnicodeScript.class);
    int letters = 0;
    boolean turkishLetters = false;
    for (String suspect : suspects) {
      String text = decode(suspect, charset);
      if (text.chars().anyMatch(FolderEncodings::isInNoTitle)) {
        return false;
      }
      turkishLetters |= TURKISH_ONLY.matcher(text).find();
      for (String word : WORD.matcher(text).results().map(found -> found.group()).toList()) {
        int high = (int) word.codePoints().filter(c -> c >= 0x80).count();
        // A short word proves nothing: the "è" of Italian is "и", the most frequent word of
        // Russian.
        letters += turkish || high >= 3 ? high : 0;
        if (turkish) {
          if (word.codePoints().anyMatch(c -> c >= 0x80 && TURKISH_LETTERS.indexOf(c) < 0)) {
            return false;
          }
        } else if (high > 0) {
          if (high < word.codePointCount(0, word.length())) {
            return false;
          }
          word.codePoints()
              .filter(Character::isLetter)
              .forEach(c -> scripts.add(Character.UnicodeScript.of(c)));
        }
      }
    }
    return letters >= FEWEST_LETTERS
        && (turkish
            ? turkishLetters
            : scripts.size() == 1 && !scripts.contains(Character.UnicodeScript.LATIN));
  }

  /** What cannot be decoded, control characters, and the boxes of DOS. */
  private static boolean isInNoTitle(int c) {
    return c == '\uFFFD' || c >= 0x80 && c < 0xa0 || c >= 0x2500 && c < 0x25a0;
  }

  private static String decode(String text, Charset charset) {
    return NameNormalizer.clean(new String(bytes(text), charset));
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /**
   * The bytes of a text that was decoded as Latin-1 or Windows-1252 and has letters above ASCII;
   * null for every other text.
   */
  private static byte[] bytes(String text) {
    if (text == null || isAscii(text)) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (char c : text.toCharArray()) {
      if (c <= 0xff) {
        bytes.write(c);
      } else {
        byte[] windows = String.valueOf(c).getBytes(WINDOWS_LATIN);
        if (windows.length != 1 || windows[0] == '?') {
          return null;
        }
        bytes.write(windows[0]);
      }
    }
    return bytes.toByteArray();
  }
}
