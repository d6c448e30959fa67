package app.durus.proof.steadiness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs test files by Vitest in shuffled order. {@code frontend/offline/testing/setup.ts} reads the
 * delays of the fakes and the clock from the environment.
 */
final class VitestRun {

  private static final int MESSAGE_LINES = 8;

  private final Path folder;

  VitestRun(Path folder) {
    this.folder = folder;
  }

  Outcome run(List<String> files, Conditions conditions) throws IOException, InterruptedException {
    Path report = folder.resolve("vitest.json");
    Files.deleteIfExists(report);
    SuiteProcess process = new SuiteProcess(folder.resolve("vitest.log"));
    int status = process.run(command(files, conditions, report), environment(conditions));
    if (!Files.exists(report)) {
      return Outcome.broken("vitest", "exit status " + status + "\n" + process.lastWords());
    }
    Outcome outcome = read(new ObjectMapper().readTree(report.toFile()));
    // An error outside of every test, such as an unhandled rejection, fails the run but no test.
    return status != 0 && outcome.failures().isEmpty()
        ? Outcome.broken("vitest", "exit status " + status + "\n" + process.lastWords())
        : outcome;
  }

  private static List<String> command(List<String> files, Conditions conditions, Path report) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "node",
                "node_modules/vitest/vitest.mjs",
                "run",
                "--reporter=json",
                "--outputFile=" + report,
                "--sequence.shuffle.files",
                "--sequence.shuffle.tests",
                "--sequence.seed=" + conditions.order()));
    command.addAll(files);
    return command;
  }

  private static Map<String, String> environment(Conditions conditions) {
    Map<String, String> environment = conditions.environment();
    environment.put("DURUS_DELAYS", Long.toString(conditions.order()));
    environment.put(
        "DURUS_CLOCK_AHEAD_MS", Long.toString(TimeUnit.DAYS.toMillis(conditions.clockAheadDays())));
    return environment;
  }

  private static Outcome read(JsonNode report) {
    List<Outcome.Failure> failures = new ArrayList<>();
    for (JsonNode file : report.path("testResults")) {
      String name = Path.of(file.path("name").asText()).getFileName().toString();
      for (JsonNode test : file.path("assertionResults")) {
        if (test.path("status").asText().equals("failed")) {
          failures.add(
              new Outcome.Failure(
                  name + ": " + test.path("fullName").asText(),
                  firstLines(test.path("failureMessages").path(0).asText())));
        }
      }
      if (file.path("assertionResults").isEmpty()
          && file.path("status").asText().equals("failed")) {
        failures.add(new Outcome.Failure(name, firstLines(file.path("message").asText())));
      }
    }
    return new Outcome(
        report.path("numPassedTests").asInt(), report.path("numPendingTests").asInt(), failures);
  }

  private static String firstLines(String message) {
    return String.join("\n", message.lines().limit(MESSAGE_LINES).toList());
  }
}
