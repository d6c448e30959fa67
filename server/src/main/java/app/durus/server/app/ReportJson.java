package app.durus.server.app;

import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportReport;
import app.durus.server.catalogue.importing.report.ScholarSummary;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/**
 * An import's report for programs: one JSON object. {@code docs/importing.md} names its members.
 */
final class ReportJson {

  private ReportJson() {}

  /**
   * @param check whether nothing was written
   */
  static JsonObject of(ImportReport report, boolean check, Path dataFolder) {
    JsonArray problems = new JsonArray();
    for (ImportProblem problem : report.problems()) {
      problems.add(
          new JsonObject()
              .put("file", problem.file())
              .put("sentence", problem.sentence())
              .put("failed", problem.failed()));
    }
    JsonObject json = new JsonObject();
    if (check) {
      json.put("scholars", new JsonArray(report.scholars().stream().map(ReportJson::of).toList()));
    }
    return json.put("check", check)
        .put("partial", report.isPartial())
        .put("dataFolder", dataFolder.toString())
        .put(
            "lectures",
            new JsonObject()
                .put("new", report.added())
                .put("changed", report.changed())
                .put("withNewRecording", report.newAssets())
                .put("backAgain", report.republished())
                .put("withdrawn", report.unpublished())
                .put("asBefore", report.unchanged()))
        .put("scholarsAndSeriesChanged", report.changedGroups())
        .put("problems", problems);
  }

  private static JsonObject of(ScholarSummary scholar) {
    return new JsonObject()
        .put("name", scholar.name())
        .put("lectures", scholar.lectures())
        .put(
            "series",
            new JsonArray(
                scholar.series().stream()
                    .map(
                        series ->
                            new JsonObject()
                                .put("title", series.title())
                                .put("lectures", series.lectures()))
                    .toList()));
  }
}
