package app.durus.proof.steadiness;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The process that {@link JavaRun} starts. Its arguments are the report's path, the seed of the
 * order, and the names of the test classes. It runs the classes and writes the report.
 */
final class JUnitMain {

  private JUnitMain() {}

  public static void main(String[] arguments) throws Exception {
    List<DiscoverySelector> classes =
        Arrays.stream(arguments)
            .skip(2)
            .<DiscoverySelector>map(DiscoverySelectors::selectClass)
            .toList();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(classes)
            .configurationParameter(
                "junit.jupiter.testclass.order.default",
                "org.junit.jupiter.api.ClassOrderer$Random")
            .configurationParameter(
                "junit.jupiter.testmethod.order.default",
                "org.junit.jupiter.api.MethodOrderer$Random")
            .configurationParameter("junit.jupiter.execution.order.random.seed", arguments[1])
            .build();
    Path unfinished = Path.of(arguments[0] + ".unfinished");
    try (PrintWriter report =
        new PrintWriter(Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8))) {
      LauncherFactory.create().execute(request, new Reporter(report));
    }
    // The report is written whole or not at all: a process that dies during the run writes none.
    Files.move(unfinished, Path.of(arguments[0]));
    // A thread that a test left behind must not keep the process.
    System.exit(0);
  }

  private record Reporter(PrintWriter report) implements TestExecutionListener {

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      if (test.isTest()) {
        JUnitReport.writeSkipped(report);
      }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      switch (result.getStatus()) {
        case SUCCESSFUL -> {
          if (test.isTest()) {
            JUnitReport.writePassed(report);
          }
        }
        // An assumption failed, such as one on the user who runs the test.
        case ABORTED -> JUnitReport.writeSkipped(report);
        // A failed container, such as a @BeforeAll, fails as its tests would.
        case FAILED -> JUnitReport.writeFailed(report, test.getUniqueId(), result.getThrowable());
      }
    }
  }
}
