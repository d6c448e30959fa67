package app.durus.product.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code server/deployment} gives to an operator, checked by the programs that read it. */
class DeploymentTest {

  private static final Path DEPLOYMENT = Path.of("server/deployment");

  @TempDir Path folder;

  /** Skips the test where a program is missing; CI installs all of them. */
  private static void need(String program) {
    boolean there =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (!there && "required".equals(System.getenv("DURUS_BROWSER_TESTS"))) {
      throw new IllegalStateException(
          "the tests of the deployment are required: install " + program);
    }
    assumeTrue(there, program + " is not installed");
  }

  private record Ended(int status, String output) {}

  private static Ended run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  @Test
  void prometheusAcceptsTheAlertsAndTheirUnitTestsPass() throws Exception {
    need("promtool");
    Ended check = run(List.of("promtool", "check", "rules", DEPLOYMENT + "/alerts.yml"));
    assertThat(check.status()).as(check.output()).isZero();
    Ended test = run(List.of("promtool", "test", "rules", DEPLOYMENT + "/alerts.test.yml"));
    assertThat(test.status()).as(test.output()).isZero();
  }

  @Test
  void systemdAcceptsTheUnit() throws Exception {
    need("systemd-analyze");
    // It looks for the program and the account's name on this machine, which need not be there.
    Path program = folder.resolve("java");
    Files.writeString(program, "#!/bin/sh\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Path unit = folder.resolve("salafi-durus.service");
    Files.writeString(
        unit,
        Files.readString(DEPLOYMENT.resolve("salafi-durus.service"))
            .replace("/usr/bin/java", program.toString()));
    Ended ended = run(List.of("systemd-analyze", "verify", "--man=no", unit.toString()));
    assertThat(ended.output().lines().filter(line -> line.contains("salafi-durus"))).isEmpty();
  }

  @Test
  void theUnitStopsLaterThanTheServerNeeds() throws Exception {
    assertThat(Files.readString(DEPLOYMENT.resolve("salafi-durus.service")))
        .contains("TimeoutStopSec=60", "CONFIG_FILE=/etc/salafi-durus.conf");
  }
}
