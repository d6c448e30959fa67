package app.durus.server.app;

import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportReport;
import app.durus.server.catalogue.importing.report.ScholarSummary;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An import's report as text for the operator. */
final class ReportText {

  private ReportText() {}

  /**
   * Always UTF-8. An ASCII locale, as in minimal containers, would turn every Arabic name into
   * question marks.
   */
  static void print(ImportReport report, PrintStream out) {
    print(of(report), out);
  }

  static void print(String text, PrintStream out) {
    boolean asciiOnly = out.charset().equals(StandardCharsets.US_ASCII);
    (asciiOnly ? new PrintStream(out, true, StandardCharsets.UTF_8) : out).println(text);
  }

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
    String groups =
        report.changedGroups() == 0
            ? ""
            : " Scholars and series: " + report.changedGroups() + " changed.";
    List<String> lines = new ArrayList<>();
    lines.add("Lectures: " + (lectures.isEmpty() ? "none" : lectures) + "." + groups);
    if (!report.scholars().isEmpty()) {
      lines.add("Scholars and series:");
      report.scholars().forEach(scholar -> addScholar(scholar, lines));
    }
    if (!report.problems().isEmpty()) {
      lines.add("To look at:");
      report.problems().forEach(problem -> lines.add(line(problem)));
    }
    return String.join("\n", lines);
  }

  private static void addScholar(ScholarSummary scholar, List<String> lines) {
    lines.add("  " + onOneLine(scholar.name()) + ": " + lectures(scholar.lectures()));
    scholar
        .series()
        .forEach(
            series ->
                lines.add("    " + onOneLine(series.title()) + ": " + lectures(series.lectures())));
    if (scholar.single() > 0) {
      lines.add("    in no series: " + lectures(scholar.single()));
    }
  }

  private static String lectures(int number) {
    return String.format(Locale.ENGLISH, number == 1 ? "%,d lecture" : "%,d lectures", number);
  }

  private static String line(ImportProblem problem) {
    String file = problem.file().isEmpty() ? "" : problem.file() + ": ";
    return "  " + onOneLine(file + problem.sentence());
  }

  /**
   * File names may contain line breaks, terminal colours or direction marks. Such characters are
   * shown by their number. The joiners of Persian and Urdu spelling stay.
   */
  static String onOneLine(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isSeen(c)) {
                line.appendCodePoint(c);
              } else {
                line.append(String.format(Locale.ROOT, "\\u%04X", c));
              }
            });
    return line.toString();
  }

  private static boolean isSeen(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      case Character.FORMAT -> character == 0x200C || character == 0x200D;
      default -> true;
    };
  }

  private static String count(int number, String what) {
    return number == 0 ? null : number + " " + what;
  }
}
