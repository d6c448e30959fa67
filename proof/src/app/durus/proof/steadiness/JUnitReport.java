package app.durus.proof.steadiness;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One line for each test that ended: its outcome and, for a failure, the test and the reason. */
final class JUnitReport {

  private static final String PASSED = "passed";
  private static final String SKIPPED = "skipped";
  private static final String FAILED = "failed";
  private static final int STACK_FRAMES = 6;

  private JUnitReport() {}

  static void writePassed(PrintWriter report) {
    report.println(PASSED);
  }

  static void writeSkipped(PrintWriter report) {
    report.println(SKIPPED);
  }

  static void writeFailed(PrintWriter report, String test, Optional<Throwable> cause) {
    StringBuilder message = new StringBuilder();
    cause.ifPresent(
        thrown -> {
          message.append(thrown);
          StackTraceElement[] frames = thrown.getStackTrace();
          for (int i = 0; i < Math.min(STACK_FRAMES, frames.length); i++) {
            message.append("\n  at ").append(frames[i]);
          }
        });
    report.println(FAILED + '\t' + test + '\t' + escape(message.toString()));
  }

  static Outcome read(Path report) throws IOException {
    int passed = 0;
    int skipped = 0;
    List<Outcome.Failure> failures = new ArrayList<>();
    for (String line : Files.readAllLines(report)) {
      String[] parts = line.split("\t", 3);
      switch (parts[0]) {
        case PASSED -> passed++;
        case SKIPPED -> skipped++;
        case FAILED -> failures.add(new Outcome.Failure(parts[1], unescape(parts[2])));
        default -> throw new IOException("not a line of a report: " + line);
      }
    }
    return new Outcome(passed, skipped, failures);
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\r", "").replace("\n", "\\n");
  }

  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char here = text.charAt(i);
      if (here == '\\' && i + 1 < text.length()) {
        i++;
        plain.append(text.charAt(i) == 'n' ? '\n' : text.charAt(i));
      } else {
        plain.append(here);
      }
    }
    return plain.toString();
  }
}
