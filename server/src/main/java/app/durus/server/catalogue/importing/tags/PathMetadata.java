package app.durus.server.catalogue.importing.tags;

import app.durus.server.audio.format.AudioTags;
import app.durus.server.catalogue.importing.names.NameNormalizer;
import app.durus.server.catalogue.importing.names.NumberedName;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a file stands in the catalogue, and what it is called.
 *
 * <ul>
 *   <li>{@code Scholar/Series/01 - Title.mp3}: the folders name scholar and series; tags do not.
 *       Deeper folders join into the series' title, "Series – Part".
 *   <li>{@code Scholar/Title.mp3}: a single lecture.
 *   <li>{@code Title.mp3}: the artist tag names the scholar, else the imported folder does; the
 *       album tag names the series, else it is a single lecture.
 *   <li>Title: the tag, unless there is none or it is junk such as "Track 1"; else the file's name.
 *       A leading number is taken off either.
 *   <li>Number: the file's name, else the track tag, else none is stated.
 * </ul>
 *
 * Folders win for the order of the shelves because they are what an operator arranges and sees;
 * tags win for the title because file names lose characters and get shortened.
 *
 * @param series null for a single lecture
 * @param number from 1; null when neither name nor tag states one
 * @param language BCP 47, null when the tags do not say
 */
public record PathMetadata(
    String scholar, String series, Integer number, String title, String language) {

  private static final Pattern JUNK =
      Pattern.compile(
          "(?iu)(audio ?)?(track|title|titel|piste|pista|recording|voice|مقطع|المقطع|تسجيل)"
              + "[ _#-]*\\p{Nd}*"
              + "|(untitled|unknown|no title|<unknown>|بدون عنوان|غير معروف)( .*)?"
              + "|new recording.*|aud-\\p{Nd}+.*|[\\p{Nd}\\p{P} ]+");

  private static final String DEEPER = " – ";
  private static final String NAMELESS = "Recordings";

  /**
   * @param path relative, with '/'
   * @param library the imported folder's own name; may be empty
   */
  public static PathMetadata of(String path, AudioTags tags, String library) {
    List<String> folders = List.of(path.split("/"));
    String fileName = folders.getLast();
    folders = folders.subList(0, folders.size() - 1).stream().map(NameNormalizer::clean).toList();
    NumberedName name = NumberedName.of(NameNormalizer.clean(withoutExtension(fileName)));
    NumberedName title = NumberedName.of(said(tags.title()));
    Integer number = name.number() != null ? name.number() : tags.track();
    return new PathMetadata(
        scholar(folders, tags, library),
        series(folders, tags),
        number,
        firstSaid(title.title(), name.title(), NAMELESS),
        NameNormalizer.language(tags.language()));
  }

  private static String scholar(List<String> folders, AudioTags tags, String library) {
    return folders.isEmpty()
        ? firstSaid(said(tags.artist()), NameNormalizer.clean(library), NAMELESS)
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

  private static String withoutExtension(String fileName) {
    return fileName.substring(0, fileName.lastIndexOf('.'));
  }
}
