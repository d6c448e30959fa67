package app.durus.server.catalogue.importing.plan;

import app.durus.server.catalogue.importing.overrides.LibraryOverrides;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.tags.PathMetadata;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells the operator which recordings got a name that says little. Pure. */
public final class NamingRemarks {

  /** Also the letters that transliterations write for hamza and ʿayn. */
  private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{Nd}]|\\p{Lm}");

  /** Lectures of one series with one title. */
  private record Shared(String scholar, String series, String title) {}

  private NamingRemarks() {}

  /**
   * @return in no order
   */
  public static List<ImportProblem> of(ResolvedMetadata resolved) {
    List<ImportProblem> remarks = new ArrayList<>();
    if (!resolved.withoutScholar().isEmpty()) {
      remarks.add(new ImportProblem("", withoutScholar(resolved)));
    }
    resolved.withoutTitle().stream()
        .collect(
            Collectors.groupingBy(
                LibraryOverrides::folder, LinkedHashMap::new, Collectors.toList()))
        .forEach((folder, paths) -> remarks.add(withoutTitle(folder, paths)));
    byTitle(resolved)
        .forEach(
            (shared, paths) -> {
              if (paths.size() > 1) {
                remarks.add(sameTitle(shared, paths));
              }
            });
    for (Set<String> names : similarScholars(resolved)) {
      if (names.size() > 1) {
        remarks.add(
            new ImportProblem(
                "",
                "Scholars whose names differ only in case, marks or signs: “"
                    + String.join("”, “", names)
                    + "”. If they are one, give their folders one name."));
      }
    }
    return remarks;
  }

  private static Collection<Set<String>> similarScholars(ResolvedMetadata resolved) {
    Set<String> names = new TreeSet<>();
    resolved.lectures().values().forEach(each -> names.add(each.pathMetadata().scholar()));
    Map<String, Set<String>> similar = new TreeMap<>();
    for (String name : names) {
      similar.computeIfAbsent(folded(name), key -> new LinkedHashSet<>()).add(name);
    }
    return similar.values();
  }

  /** Letters and digits alone, without case, vowel signs and the seats of hamza. */
  private static String folded(String name) {
    String letters = NO_LETTER.matcher(Normalizer.normalize(name, Form.NFKD)).replaceAll("");
    String folded = letters.toLowerCase(Locale.ROOT).replace('ة', 'ه').replace('ى', 'ي');
    return folded.isEmpty() ? name : folded;
  }

  private static String withoutScholar(ResolvedMetadata resolved) {
    List<String> paths = resolved.withoutScholar();
    String first = paths.getFirst();
    String scholar = resolved.lectures().get(first).pathMetadata().scholar();
    return String.format(
        Locale.ENGLISH,
        "Recordings whose scholar no folder and no tag names: %,d (“%s”%s). They stand under “%s”."
            + " Put them into a folder with the scholar's name, or name him in durus.yaml.",
        paths.size(),
        first,
        paths.size() > 1 ? " is the first" : "",
        scholar);
  }

  private static ImportProblem withoutTitle(String folder, List<String> paths) {
    return new ImportProblem(
        folder,
        String.format(
            Locale.ENGLISH,
            "Recordings whose title neither a tag nor their name tells: %,d (“%s”%s). Rename the"
                + " files, or give titles in durus.yaml.",
            paths.size(),
            name(paths.getFirst()),
            paths.size() > 1 ? " is the first" : ""));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static ImportProblem sameTitle(Shared shared, List<String> paths) {
    String first = paths.getFirst();
    return new ImportProblem(
        LibraryOverrides.folder(first),
        String.format(
            Locale.ENGLISH,
            "Lectures of a series that have the same title, “%s”: %,d (“%s” is the first). Their"
                + " files' names say no more. Rename the files, or give titles in durus.yaml.",
            shared.title,
            paths.size(),
            name(first)));
  }

  private static Map<Shared, List<String>> byTitle(ResolvedMetadata resolved) {
    Map<Shared, List<String>> byTitle = new LinkedHashMap<>();
    resolved
        .lectures()
        .forEach(
            (path, lecture) -> {
              PathMetadata metadata = lecture.pathMetadata();
              if (metadata.series() != null) {
                Shared shared = new Shared(metadata.scholar(), metadata.series(), metadata.title());
                byTitle.computeIfAbsent(shared, key -> new ArrayList<>()).add(path);
              }
            });
    return byTitle;
  }
}
