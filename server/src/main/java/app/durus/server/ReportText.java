package app.durus.server;

import app.durus.server.catalogue.ImportProblem;
import app.durus.server.catalogue.ImportReport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An import's report in the operator's words. */
final class ReportText {

  private ReportText() {}

  static String of(ImportReport report) {
    Stream<String> counts =
        Stream.of(
                count(report.added(), "new"),
                count(report.changed(), "changed"),
                count(report.newAssets(), "with a new recording"),
                count(report.republished(), "back again"),
                count(report.unpublished(), "withdrawn, their files are gone"),
                count(report.unchanged(), "as before"))
            .flatMap(Stream::ofNullable);
    String lectures = counts.collect(Collectors.joining(", "));
    String first = "Lectures: " + (lectures.isEmpty() ? "none" : lectures) + ".";
    if (report.problems().isEmpty()) {
      return first;
    }
    return report.problems().stream()
        .map(ReportText::line)
        .collect(Collectors.joining("\n", first + "\nTo look at:\n", ""));
  }

  private static String line(ImportProblem problem) {
    String file = problem.file().isEmpty() ? "" : problem.file() + ": ";
    return "  " + file + problem.sentence();
  }

  private static String count(int number, String what) {
    return number == 0 ? null : number + " " + what;
  }
}
