package app.durus.bench.pull;

import static app.durus.bench.measure.Figures.text;

import app.durus.bench.load.BenchDatabase;
import app.durus.bench.load.BenchServer;
import app.durus.bench.load.Population;
import app.durus.bench.load.Usage;
import app.durus.bench.measure.Figures;
import app.durus.bench.measure.Options;
import app.durus.server.processes.ReachableFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Compares how long a pull of one change takes for a listener with few states and for one with a
 * million: the cost must depend on the changes, not on the existing states (R12). Sends one request
 * at a time, for the listeners in turn.
 */
public final class PullBench {

  private static final int[] STATES = {100, 10_000, 1_000_000};
  private static final double MUST = 1.5;
  private static final double AIM = 1.1;

  private PullBench() {}

  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments, Set.of("pulls", "warmup"));
    Path folder = ReachableFolder.make("durus-bench");
    List<List<Double>> latenciesMs = new ArrayList<>();
    try (BenchDatabase database = BenchDatabase.start(folder)) {
      database.fill(new Population(STATES.length, 1, 0));
      for (int listener = 0; listener < STATES.length; listener++) {
        latenciesMs.add(new ArrayList<>());
        fill(database, listener, STATES[listener]);
      }
      database.execute("VACUUM ANALYZE");
      System.out.println("database: " + database.settings());
      String epoch = database.epoch();
      try (BenchServer server = BenchServer.start(folder, database.url(), Map.of());
          Socket socket = new Socket("127.0.0.1", server.port())) {
        socket.setTcpNoDelay(true);
        for (int i = 0; i < options.get("warmup", 5_000); i++) {
          pullEach(socket, epoch);
        }
        int pulls = options.get("pulls", 5_000);
        Usage before = Usage.of(server, database);
        for (int i = 0; i < pulls; i++) {
          double[] tookMs = pullEach(socket, epoch);
          for (int listener = 0; listener < STATES.length; listener++) {
            latenciesMs.get(listener).add(tookMs[listener]);
          }
        }
        Usage used = Usage.of(server, database).since(before);
        double all = (double) pulls * STATES.length;
        System.out.println(
            used.processorTime("per pull", all) + "; " + used.allocation("per pull", all));
      }
    }
    System.exit(report(latenciesMs) ? 0 : 1);
  }

  private static void fill(BenchDatabase database, int listener, int states) {
    database.execute(
        String.format(
            Locale.ROOT,
            """
        INSERT INTO listening_state (
          listener_id, lecture_id, revision, favorite, favorite_occurred_at, favorite_intent_id,
          favorite_device_id)
        SELECT bench_id('0199f000', %1$d), bench_id('0199f001', lecture), lecture, true,
          1767225600000, gen_random_uuid(), bench_id('0199f003', %1$d)
        FROM generate_series(1, %2$d) lecture;
        UPDATE listening_ledger SET revision = %2$d WHERE listener_id = bench_id('0199f000', %1$d)
        """,
            listener,
            states));
  }

  /** One pull for each listener; its time in milliseconds. */
  private static double[] pullEach(Socket socket, String epoch) throws IOException {
    double[] tookMs = new double[STATES.length];
    for (int listener = 0; listener < STATES.length; listener++) {
      tookMs[listener] = pull(socket, listener, STATES[listener], epoch);
    }
    return tookMs;
  }

  private static double pull(Socket socket, int listener, int states, String epoch)
      throws IOException {
    String body =
        String.format(
            Locale.ROOT,
            """
        {"request":{"listenerId":"%s","deviceId":"%s","cursor":%d,"epoch":"%s","intents":[]}}""",
            Population.listenerId(listener),
            Population.deviceId(listener),
            states - 1,
            epoch);
    String request =
        "POST /connect/ListeningEndpoint/sync HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + "Content-Type: application/json\r\nCookie: durus_session="
            + Population.sessionToken(listener)
            + ("\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
    long startNanos = System.nanoTime();
    socket.getOutputStream().write(bytes);
    String answer = read(socket.getInputStream());
    double tookMs = (System.nanoTime() - startNanos) / 1e6;
    if (!answer.contains("\"revision\":" + states + ",")) {
      throw new IllegalStateException("not the one change: " + answer);
    }
    return tookMs;
  }

  /** An answer with one state comes in few pieces; its length is in the header. */
  private static String read(InputStream input) throws IOException {
    StringBuilder answer = new StringBuilder();
    byte[] part = new byte[8_192];
    while (true) {
      int size = input.read(part);
      if (size < 0) {
        throw new IOException("the connection broke: " + answer);
      }
      answer.append(new String(part, 0, size, StandardCharsets.UTF_8));
      int headersEnd = answer.indexOf("\r\n\r\n");
      int length = answer.indexOf("content-length: ");
      if (headersEnd > 0 && length > 0) {
        int from = length + "content-length: ".length();
        int wanted = Integer.parseInt(answer.substring(from, answer.indexOf("\r\n", from)));
        if (answer.length() >= headersEnd + 4 + wanted) {
          return answer.toString();
        }
      }
    }
  }

  private static boolean report(List<List<Double>> latenciesMs) {
    for (int listener = 0; listener < STATES.length; listener++) {
      List<Double> sorted = latenciesMs.get(listener).stream().sorted().toList();
      System.out.println(
          text(
              "a pull with %d states: p50 %.3f ms, p99 %.3f ms",
              STATES[listener], Figures.percentile(sorted, 0.5), Figures.percentile(sorted, 0.99)));
    }
    double ratio = Figures.median(latenciesMs.getLast()) / Figures.median(latenciesMs.getFirst());
    System.out.println(
        text(
            "median at 1,000,000 states ÷ median at 100 states: %.2f (limit ≤ %.2f, aim %.2f)%s",
            ratio, MUST, AIM, ratio > MUST ? "  LIMIT MISSED" : ""));
    return ratio <= MUST;
  }
}
