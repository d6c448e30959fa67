package app.durus.server.accounts.openid;

import app.durus.server.processes.Processes;
import app.durus.server.waiting.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real OpenID Connect provider: npm's {@code oidc-provider} in a Node process. */
public final class TestProvider implements AutoCloseable {

  public static final String CLIENT_ID = "durus";
  public static final String CLIENT_SECRET = "a secret of the test";

  private static final Path SCRIPT = Path.of("server/src/test/resources/openid-provider.mjs");
  private static final Path OWN_NODE = Path.of(".node/bin/node");

  private final Process process;

  private TestProvider(Process process) {
    this.process = process;
  }

  /** The issuer of the provider on a port. */
  public static String issuer(int port) {
    return "http://127.0.0.1:" + port;
  }

  /**
   * Starts it and waits until it serves.
   *
   * @param log gets what it prints
   * @param callback where it sends browsers back
   */
  public static TestProvider start(int port, String callback, Path log) throws IOException {
    String node = Files.exists(OWN_NODE) ? OWN_NODE.toAbsolutePath().toString() : "node";
    Files.writeString(log, "");
    Process process =
        Processes.start(
            new ProcessBuilder(node, SCRIPT.toString(), Integer.toString(port), callback), log);
    TestProvider provider = new TestProvider(process);
    try {
      Eventually.get(
          "the OpenID Connect provider",
          () -> {
            String said = Files.readString(log);
            if (!process.isAlive()) {
              throw new IllegalStateException("the provider did not start:\n" + said);
            }
            return said;
          },
          said -> said.contains("serves " + issuer(port)));
    } catch (Exception | AssertionError e) {
      provider.close();
      throw new IllegalStateException(e);
    }
    return provider;
  }

  @Override
  public void close() {
    Processes.stop(process);
  }
}
