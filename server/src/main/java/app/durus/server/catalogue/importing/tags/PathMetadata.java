package app.durus.server.catalogue.importing.tags;

import app.durus.server.audio.format.tags.AudioTags;
import app.durus.server.catalogue.importing.names.DiscName;
import app.durus.server.catalogue.importing.names.NameNormalizer;
import app.durus.server.catalogue.importing.names.NumberedName;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a file stands in the catalogue, and what it is called, by its own path and tags.
 *
 * <ul>
 *   <li>{@code Scholar/Series/01 - Title.mp3}: the folders name scholar and series; tags do not.
 *       Deeper folders join into the series' title, "Series – Part". Folders of discs ({@code
 *       Scholar/Series/CD1}, {@code Scholar/Series (Disc 2)}) are of one series.
 *   <li>{@code Scholar/Title.mp3}: a single lecture.
 *   <li>{@code Title.mp3}: the tag of the album's artist names the scholar, else that of the
 *       artist, else the imported folder does; the album tag names the series, else it is a single
 *       lecture.
 *   <li>Title: the tag, unless there is none or it is junk such as "Track 1"; else the file's name.
 *       A leading number is taken off either.
 *   <li>Number: the file's name, else the track tag, else none is stated.
 *   <li>Disc: the file's name, else its folder, else the disc tag.
 * </ul>
 *
 * Folders win for the order of scholars and series because they are what an operator arranges and
 * sees; tags win for the title because file names lose characters and get shortened. What tags say
 * is weighed against the other files of the series by {@link SeriesTags}.
 *
 * @param series null for a single lecture
 * @param number from 1; null when neither name nor tag states one
 * @param language BCP 47, null when the tags do not say
 * @param disc from 1; null when nothing states one
 */
public record PathMetadata(
    String scholar, String series, Integer number, String title, String language, Integer disc) {

  /** A word for a title means nothing with a number; alone it may be one. */
  private static final Pattern JUNK =
      Pattern.compile(
          "(?iu)(audio ?)?(track|title|titel|piste|pista|spur|parça|дорожка|трек|recording|rec"
              + "|voice|audio|sound|مقطع|المقطع|تسجيل|صوت)"
              + "[ _#-]*\\p{Nd}+"
              + "|(untitled|unknown|no title|<unknown>|بدون عنوان|غير معروف)( .*)?"
              + "|new recording.*|whatsapp (audio|ptt) .*|(aud|ptt|audio)[-_]\\p{Nd}+.*"
              + "|(?!\\p{Nd}{4}$)[\\p{Nd}\\p{P} ]+");

  /** In all scripts. */
  private static final Pattern NUMBER = Pattern.compile("\\p{Nd}{1,4}");

  private static final String DEEPER = " – ";
  private static final String NAMELESS = "Recordings";
  private static final String BETWEEN_SPEAKERS = ", ";

  /** Without a disc. */
  public PathMetadata(
      String scholar, String series, Integer number, String title, String language) {
    this(scholar, series, number, title, language, null);
  }

  /**
   * @param path relative, with '/'
   * @param library the imported folder's own name; may be empty
   */
  public static PathMetadata of(String path, AudioTags tags, String library) {
    return of(path, FolderNames.ofFile(path), tags, library);
  }

  /**
   * @param folders of the file, which are the same for all files of a folder
   */
  public static PathMetadata of(String path, FolderNames folders, AudioTags tags, String library) {
    FileName file = FileName.of(path);
    return new PathMetadata(
        scholar(folders.names(), tags, library),
        series(folders.names(), tags),
        file.number != null ? file.number : tags.track(),
        firstSaid(titleByTag(tags), file.title, NAMELESS),
        NameNormalizer.language(tags.language()),
        file.disc != null ? file.disc : folders.disc() != null ? folders.disc() : tags.disc());
  }

  /**
   * What a file's name says.
   *
   * @param disc null when it states none
   * @param number null when it states none
   * @param title empty when it has none
   */
  private record FileName(Integer disc, Integer number, String title) {

    static FileName of(String path) {
      String name = fileName(path);
      DiscName disc = DiscName.ofFile(name);
      if (disc.disc() != null) {
        return new FileName(disc.disc(), disc.number(), disc.rest());
      }
      NumberedName numbered = NumberedName.of(name);
      return new FileName(null, numbered.number(), numbered.title());
    }
  }

  /** By the file's name alone; empty when it has none. */
  static String titleByName(String path) {
    return FileName.of(path).title;
  }

  /** Null when the file's name states none. */
  static Integer numberByName(String path) {
    return FileName.of(path).number;
  }

  /** Empty when the tag says nothing worth showing. */
  static String titleByTag(AudioTags tags) {
    return NumberedName.of(said(tags.title())).title();
  }

  /** Whether a name, of a file or in a tag, tells people what they will hear. */
  static boolean saysSomething(String name) {
    return !said(name).isEmpty();
  }

  /** Whether the tags of a file on top of the library name its scholar. */
  public static boolean nameScholar(AudioTags tags) {
    return saysSomething(tags.albumArtist())
        || tags.artists().stream().anyMatch(PathMetadata::saysSomething);
  }

  /** Whether the title tells people what they will hear. In a series a number does. */
  public boolean hasTitle() {
    boolean isNumber = series != null && NUMBER.matcher(title).matches();
    return isNumber || saysSomething(title) && !title.equals(NAMELESS);
  }

  /** The same with other values where it is not the tags that say them. */
  PathMetadata with(Integer otherNumber, String otherTitle) {
    return new PathMetadata(scholar, series, otherNumber, otherTitle, language, disc);
  }

  private static String scholar(List<String> folders, AudioTags tags, String library) {
    return folders.isEmpty()
        ? firstSaid(
            said(tags.albumArtist()),
            String.join(
                BETWEEN_SPEAKERS,
                tags.artists().stream()
                    .map(PathMetadata::said)
                    .filter(name -> !name.isEmpty())
                    .toList()),
            NameNormalizer.clean(library),
            NAMELESS)
        : firstSaid(folders.getFirst(), NAMELESS);
  }

  private static String series(List<String> folders, AudioTags tags) {
    String series =
        folders.isEmpty()
            ? said(tags.album())
            : NameNormalizer.clean(String.join(DEEPER, folders.subList(1, folders.size())));
    return series.isEmpty() ? null : series;
  }

  /** Empty when a tag says nothing worth showing. */
  private static String said(String tag) {
    String text = NameNormalizer.clean(tag);
    return JUNK.matcher(text).matches() ? "" : text;
  }

  private static String firstSaid(String... names) {
    for (String name : names) {
      if (!name.isEmpty()) {
        return name;
      }
    }
    throw new IllegalArgumentException("nothing is named");
  }

  private static String fileName(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return NameNormalizer.clean(name.substring(0, name.lastIndexOf('.')));
  }
}
