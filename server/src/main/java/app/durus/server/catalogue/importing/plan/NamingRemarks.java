package app.durus.server.catalogue.importing.plan;

import app.durus.server.catalogue.importing.overrides.LibraryOverrides;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.tags.PathMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells the operator which recordings got a name that says little. Pure. */
public final class NamingRemarks {

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
    byTitle(resolved)
        .forEach(
            (shared, paths) -> {
              if (paths.size() > 1) {
                remarks.add(sameTitle(shared, paths));
              }
            });
    return remarks;
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
            first.substring(first.lastIndexOf('/') + 1)));
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
