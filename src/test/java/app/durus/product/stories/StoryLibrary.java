package app.durus.product.stories;

import app.durus.product.browser.Browser;
import app.durus.product.server.LongLecture;
import app.durus.product.server.Product;
import app.durus.server.processes.ProofFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The packaged product with the demo library and a library of its own: a long series in Arabic with
 * English translations, and for each variant a recording that may be replaced. It has a browser for
 * each variant. All classes of stories share it.
 */
public final class StoryLibrary implements AutoCloseable {

  static final String SCHOLAR = "الشيخ عبد الرحمن بن ناصر";
  static final String SCHOLAR_IN_ENGLISH = "Shaykh ʿAbd al-Raḥmān ibn Nāṣir";
  static final String SERIES = "شرح الأصول الثلاثة";
  static final String SERIES_IN_ENGLISH = "Sharḥ al-Uṣūl al-Thalāthah";
  public static final int LECTURES = 20;

  /** Less than half a minute of sound. */
  private static final long LECTURE_BYTES = 384_000;

  private static final String FIRST_SERIES = SCHOLAR + "/" + SERIES;
  private static final String REPLACEABLE = "A Recorder";

  private final ProofFolder folder = new ProofFolder();
  private final Map<StoryVariant, Browser> browsers = new EnumMap<>(StoryVariant.class);
  private int profiles;
  private final Product product;
  private long seed;

  StoryLibrary() throws IOException, InterruptedException {
    product = Product.start(folder.path().resolve("data"));
    for (int number = 1; number <= LECTURES; number++) {
      write(file(number));
    }
    for (StoryVariant setting : StoryVariant.values()) {
      write(replaceableFile(setting));
    }
    Files.writeString(library().resolve(FIRST_SERIES).resolve("durus.yaml"), translations());
    importLibrary();
  }

  Product product() {
    return product;
  }

  /** The one of this setting. */
  Browser browser(StoryVariant setting) throws IOException {
    Browser browser = browsers.get(setting);
    if (browser == null) {
      browser = startBrowser(setting);
      browsers.put(setting, browser);
    }
    return browser;
  }

  /** Another browser; the caller closes it. */
  Browser startBrowser(StoryVariant setting) throws IOException {
    return Browser.start(
        folder.path().resolve("profile-" + ++profiles), setting.locale(), setting.size());
  }

  /** The title of a lecture of the long series. */
  public static String lecture(StoryVariant setting, int number) {
    return (setting.isArabic() ? "المجلس " : "Sitting ") + setting.texts().number(number);
  }

  public static String scholar(StoryVariant setting) {
    return setting.isArabic() ? SCHOLAR : SCHOLAR_IN_ENGLISH;
  }

  public static String series(StoryVariant setting) {
    return setting.isArabic() ? SERIES : SERIES_IN_ENGLISH;
  }

  /** The title of a lecture that no other setting uses. */
  public static String replaceable(StoryVariant setting) {
    return "Recording " + (setting.ordinal() + 1);
  }

  /** The operator imports a better recording of the lecture. */
  public void replace(StoryVariant setting) throws IOException, InterruptedException {
    write(replaceableFile(setting));
    importLibrary();
  }

  /** The operator's file of a lecture of the long series. */
  public Path file(int number) {
    return library().resolve(String.format(Locale.ROOT, "%s/%02d.mp3", FIRST_SERIES, number));
  }

  public Path replaceableFile(StoryVariant setting) {
    return library().resolve(REPLACEABLE + "/" + replaceable(setting) + ".mp3");
  }

  @Override
  public void close() {
    browsers.values().forEach(Browser::close);
    product.close();
    folder.close();
  }

  private Path library() {
    return folder.path().resolve("library");
  }

  private void write(Path file) throws IOException {
    LongLecture.write(file, ++seed, LECTURE_BYTES);
  }

  private void importLibrary() throws IOException, InterruptedException {
    Product.Ended ended = product.run("import", library().toString());
    if (ended.status() != 0) {
      throw new IllegalStateException(ended.output());
    }
  }

  private static String translations() {
    StringBuilder yaml = new StringBuilder();
    yaml.append(
        String.format(
            Locale.ROOT,
            """
        scholar:
          translations:
            en: %s
        series:
          description: دروس ألقيت في المسجد.
          translations:
            en: { title: %s, description: Given in the mosque. }
        lectures:
        """,
            SCHOLAR_IN_ENGLISH,
            SERIES_IN_ENGLISH));
    for (int number = 1; number <= LECTURES; number++) {
      yaml.append(
          String.format(
              Locale.ROOT,
              """
            - file: %02d.mp3
              title: %s
              translations:
                en: %s
          """,
              number,
              lecture(StoryVariant.ARABIC_PHONE, number),
              lecture(StoryVariant.ENGLISH_PHONE, number)));
    }
    return yaml.toString();
  }
}
