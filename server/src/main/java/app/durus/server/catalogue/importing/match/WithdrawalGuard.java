package app.durus.server.catalogue.importing.match;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Distinguishes a folder that was tidied up from a disk that is not mounted. Unless the operator
 * allows it, an import does not withdraw more than half of a library, nor more than half of the
 * lectures in one top-level folder, which is mostly a scholar's. Pure.
 */
public final class WithdrawalGuard {

  private static final int MOST_FOLDERS_NAMED = 3;

  private WithdrawalGuard() {}

  private static final class Count {
    private int published;
    private int gone;

    private boolean isTooMuch() {
      return 2 * gone > published;
    }
  }

  /**
   * @param published paths of the library's published lectures; null for one whose path another
   *     lecture has
   * @param gone those of them that have no file any more
   * @return sentences for the operator; empty when the import may continue
   */
  public static Optional<String> refusal(Collection<String> published, Collection<String> gone) {
    Count library = new Count();
    Map<String, Count> folders = new TreeMap<>();
    published.forEach(path -> countsOf(path, library, folders).forEach(each -> each.published++));
    gone.forEach(path -> countsOf(path, library, folders).forEach(each -> each.gone++));
    if (library.isTooMuch()) {
      return Optional.of(sentence("of this library", library));
    }
    List<String> sentences =
        folders.entrySet().stream()
            .filter(each -> each.getValue().isTooMuch())
            .map(each -> sentence("in “" + each.getKey() + "”", each.getValue()))
            .toList();
    if (sentences.isEmpty()) {
      return Optional.empty();
    }
    List<String> named = sentences.subList(0, Math.min(MOST_FOLDERS_NAMED, sentences.size()));
    int others = sentences.size() - named.size();
    return Optional.of(
        String.join(" ", named)
            + (others == 0 ? "" : " The same holds for " + others + " more folders."));
  }

  private static List<Count> countsOf(String path, Count library, Map<String, Count> folders) {
    List<Count> counts = new ArrayList<>(List.of(library));
    int slash = path == null ? -1 : path.indexOf('/');
    if (slash > 0) {
      counts.add(folders.computeIfAbsent(path.substring(0, slash), key -> new Count()));
    }
    return counts;
  }

  private static String sentence(String where, Count count) {
    return String.format(
        Locale.ENGLISH,
        "The files of %,d of the %,d lectures %s are gone.",
        count.gone,
        count.published,
        where);
  }
}
