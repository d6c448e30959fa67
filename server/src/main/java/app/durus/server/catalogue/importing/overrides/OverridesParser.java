package app.durus.server.catalogue.importing.overrides;

import app.durus.server.catalogue.DisplayMetadata.Translated;
import app.durus.server.catalogue.importing.names.NumberedName;
import app.durus.server.catalogue.importing.overrides.Overrides.LectureCorrection;
import app.durus.server.catalogue.importing.overrides.Overrides.UiTexts;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Parses a {@code durus.yaml}. {@code docs/importing.md} describes its content for operators. */
final class OverridesParser {

  /** How the library calls a text with a colon, as in {@code title: Fiqh: purity}. */
  private static final String COLON_IN_TEXT = "mapping values are not allowed";

  private static final Set<String> TOP = Set.of("scholar", "series", "lectures");
  private static final Set<String> SCHOLAR = Set.of("name", "description", "translations");
  private static final Set<String> SERIES =
      Set.of("title", "description", "cover", "order", "translations");
  private static final Set<String> LECTURE =
      Set.of(
          "file",
          "id",
          "number",
          "title",
          "description",
          "language",
          "cover",
          "chapters",
          "translations");
  private static final int GREATEST_NUMBER = 100_000;
  private static final Pattern CANONICAL_ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final List<String> problems = new ArrayList<>();

  private OverridesParser() {}

  /**
   * @param corrections usable only when there are no problems
   * @param problems plain sentences, each with its line
   */
  record Outcome(Overrides corrections, List<String> problems) {}

  static Outcome read(String text) {
    OverridesParser reader = new OverridesParser();
    Overrides corrections = reader.corrections(text);
    return new Outcome(corrections, List.copyOf(reader.problems));
  }

  private Overrides corrections(String text) {
    Optional<Node> root;
    try {
      root = new Compose(LoadSettings.builder().build()).composeString(text);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      String hint =
          e.getProblem().startsWith(COLON_IN_TEXT)
              ? " A text with “: ” in it stands in quotes."
              : "";
      problems.add("Line " + line + ": this is no YAML (" + e.getProblem() + ")." + hint);
      return null;
    } catch (YamlEngineException | StackOverflowError e) {
      problems.add("This is no YAML (" + e.getMessage() + ").");
      return null;
    }
    if (root.isEmpty()) {
      return new Overrides(null, null, false, List.of());
    }
    YamlMapping top = new YamlMapping(root.get(), TOP, problems);
    YamlMapping series = top.mapping("series", SERIES);
    return new Overrides(
        words(top.mapping("scholar", SCHOLAR), "name"),
        words(series, "title"),
        series != null && isListed(series),
        lectures(top));
  }

  private static boolean isListed(YamlMapping series) {
    String order = series.text("order");
    if (order != null && !order.equals("listed") && !order.equals("numbered")) {
      series.report("order", "“order” is “listed” or “numbered”");
    }
    return "listed".equals(order);
  }

  private List<LectureCorrection> lectures(YamlMapping top) {
    List<LectureCorrection> lectures = new ArrayList<>();
    Set<String> files = new HashSet<>();
    Set<UUID> ids = new HashSet<>();
    for (YamlMapping each : top.mappings("lectures", LECTURE)) {
      String file = file(each, "file");
      UUID id = id(each);
      if (file == null) {
        each.report("file", "this lecture needs a “file”, its recording’s name");
      } else if (!files.add(file)) {
        each.report("file", "“" + file + "” has an entry already");
      }
      if (id != null && !ids.add(id)) {
        each.report("id", "this id has another entry, too");
      }
      lectures.add(
          new LectureCorrection(
              file,
              id,
              number(each),
              language(each),
              words(each, "title"),
              ChaptersParser.read(each),
              each.line()));
    }
    return lectures;
  }

  private UiTexts words(YamlMapping mapping, String title) {
    return mapping == null
        ? null
        : new UiTexts(
            mapping.text(title),
            mapping.paragraphs("description"),
            file(mapping, "cover"),
            translations(mapping, title));
  }

  private List<Translated> translations(YamlMapping mapping, String titleKey) {
    YamlMapping languages = mapping.mapping("translations", null);
    if (languages == null) {
      return List.of();
    }
    List<Translated> translations = new ArrayList<>();
    for (String language : languages.keys()) {
      String tag = languageTag(language);
      if (tag == null) {
        languages.report(language, "“" + language + "” is no language (en and ar are)");
        continue;
      }
      String title = null;
      String description = null;
      if (languages.isMapping(language)) {
        YamlMapping words = languages.mapping(language, Set.of(titleKey, "description"));
        title = words.text(titleKey);
        description = words.paragraphs("description");
      } else {
        title = languages.text(language);
      }
      if (title == null) {
        languages.report(language, "this translation needs a “" + titleKey + "”");
      } else {
        translations.add(new Translated(tag, title, description));
      }
    }
    translations.sort(Comparator.comparing(Translated::language));
    return List.copyOf(translations);
  }

  /** A path within the folder; null when it is missing or invalid. */
  private static String file(YamlMapping mapping, String key) {
    String file = mapping.exactly(key);
    if (file == null) {
      return null;
    }
    if (file.startsWith("/") || List.of(file.split("/")).contains("..")) {
      mapping.report(key, "“" + key + "” should name a file in this folder or below");
      return null;
    }
    return Normalizer.normalize(file, Normalizer.Form.NFC);
  }

  private static UUID id(YamlMapping mapping) {
    String id = mapping.text("id");
    if (id == null) {
      return null;
    }
    if (!CANONICAL_ID.matcher(id).matches()) {
      mapping.report("id", "“id” should be a UUID in small letters");
      return null;
    }
    return UUID.fromString(id);
  }

  private static Integer number(YamlMapping mapping) {
    String number = mapping.text("number");
    if (number == null) {
      return null;
    }
    int value = number.matches("\\p{Nd}{1,6}") ? NumberedName.value(number) : 0;
    if (value < 1 || value > GREATEST_NUMBER) {
      mapping.report("number", "“number” should be a whole number from 1");
      return null;
    }
    return value;
  }

  private static String language(YamlMapping mapping) {
    String language = mapping.text("language");
    String tag = language == null ? null : languageTag(language);
    if (language != null && tag == null) {
      mapping.report("language", "“" + language + "” is no language (en and ar are)");
    }
    return tag;
  }

  /** A BCP 47 tag in its usual form; null when it is malformed. */
  private static String languageTag(String text) {
    try {
      Locale locale = new Locale.Builder().setLanguageTag(text).build();
      return locale.getLanguage().isEmpty() ? null : locale.toLanguageTag();
    } catch (IllformedLocaleException e) {
      return null;
    }
  }
}
