package app.durus.bench.load;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Devices that push and wait for their answers. Each connection sends one request at a time, as
 * soon as the last one is answered: a random listener, that listener's own session and cursor,
 * random lectures, every intent new. The load uses one event loop and bare sockets, to leave most
 * of the machine to the server. An answer that is not 200 or does not apply every intent ends the
 * measurement with an error.
 */
public final class SyncLoad implements AutoCloseable {

  private static final int HISTOGRAM_MICROS = 2_000_000;
  private static final int MICROS_PER_SLOT = 10;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private int port;
  private final Population population;
  private final PushRequests requests;
  private final boolean[] pushing;
  private final SplittableRandom random = new SplittableRandom();

  private final int[] histogram = new int[HISTOGRAM_MICROS / MICROS_PER_SLOT];
  private int intentsOfARequest;

  /** The least time between two requests of a connection. */
  private long nanosBetweenRequests;

  private boolean drains;
  private int nextToDrain;
  private long answered;
  private long endNanos;
  private volatile String failure;
  private CountDownLatch ended;

  /** Answered requests a second, and their latencies. */
  public record Measured(double perSecond, double p50Ms, double p99Ms) {}

  public SyncLoad(int port, Population population, String epoch) {
    this.port = port;
    this.population = population;
    this.requests = new PushRequests(population, epoch, random);
    this.pushing = new boolean[population.listeners()];
  }

  /** Sends the next requests to another server on the same database. */
  public void sendTo(int otherPort) {
    port = otherPort;
  }

  /** Each push has a random listener and random consecutive lectures. */
  public Measured run(int connections, int intents, int seconds) throws InterruptedException {
    return runAtRate(connections, intents, seconds, Double.POSITIVE_INFINITY);
  }

  /**
   * The same with a limit on the requests a second of all connections together. A connection whose
   * answer came late does not catch up.
   */
  public Measured runAtRate(int connections, int intents, int seconds, double requestsPerSecond)
      throws InterruptedException {
    drains = false;
    nanosBetweenRequests = (long) (connections * 1e9 / requestsPerSecond);
    return measure(connections, intents, seconds);
  }

  /** One listener after the other; each pushes an intent for every lecture. */
  public Measured drain(int connections, int intents, int seconds) throws InterruptedException {
    drains = true;
    nanosBetweenRequests = 0;
    return measure(connections, intents, seconds);
  }

  private Measured measure(int connections, int intents, int seconds) throws InterruptedException {
    Arrays.fill(histogram, 0);
    answered = 0;
    failure = null;
    intentsOfARequest = intents;
    ended = new CountDownLatch(connections);
    long startNanos = System.nanoTime();
    endNanos = startNanos + TimeUnit.SECONDS.toNanos(seconds);
    NetClient client = vertx.createNetClient();
    for (int i = 0; i < connections; i++) {
      client
          .connect(port, "127.0.0.1")
          .onSuccess(socket -> new Connection(socket).start())
          .onFailure(cause -> stop(cause.toString()));
    }
    ended.await();
    double took = (System.nanoTime() - startNanos) / 1e9;
    client.close().await();
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    return new Measured(answered / took, percentileMs(0.5), percentileMs(0.99));
  }

  private void stop(String why) {
    if (why != null) {
      failure = why;
    }
    ended.countDown();
  }

  private double percentileMs(double share) {
    long wanted = Math.round(answered * share);
    long seen = 0;
    for (int slot = 0; slot < histogram.length; slot++) {
      seen += histogram[slot];
      if (seen >= wanted) {
        return slot * MICROS_PER_SLOT / 1_000.0;
      }
    }
    return HISTOGRAM_MICROS / 1_000.0;
  }

  /** Sends the pushes of one device after the other on one connection. */
  private final class Connection {

    private final NetSocket socket;
    private Buffer received = Buffer.buffer();
    private int listener;
    private int drained = Integer.MAX_VALUE;
    private long sentNanos;

    Connection(NetSocket socket) {
      this.socket = socket;
    }

    void start() {
      socket.handler(this::receive);
      socket.exceptionHandler(cause -> stop(cause.toString()));
      next();
    }

    private void next() {
      if (System.nanoTime() >= endNanos || failure != null) {
        socket.close();
        stop(null);
        return;
      }
      Buffer request = drains ? nextOfAnOutbox() : anyones();
      sentNanos = System.nanoTime();
      socket.write(request);
    }

    private Buffer anyones() {
      do {
        listener = random.nextInt(population.listeners());
      } while (pushing[listener]);
      pushing[listener] = true;
      int lecture = random.nextInt(population.lectures() - intentsOfARequest + 1);
      return requests.make(listener, lecture, intentsOfARequest);
    }

    private Buffer nextOfAnOutbox() {
      if (drained >= population.lectures()) {
        listener = nextToDrain++ % population.listeners();
        drained = 0;
      }
      Buffer request = requests.make(listener, drained, intentsOfARequest);
      drained += intentsOfARequest;
      return request;
    }

    private void receive(Buffer part) {
      received = received.length() == 0 ? part : received.appendBuffer(part);
      byte[] bytes = received.getBytes();
      PushAnswer answer = PushAnswer.read(bytes);
      if (answer == null) {
        return;
      }
      received = Buffer.buffer();
      long micros = (System.nanoTime() - sentNanos) / 1_000;
      if (!answer.isSuccess() || answer.applied() != intentsOfARequest) {
        stop("not every intent was applied: " + new String(bytes, StandardCharsets.UTF_8));
        return;
      }
      requests.follow(listener, answer.cursor());
      histogram[(int) Math.min(micros / MICROS_PER_SLOT, histogram.length - 1)]++;
      answered++;
      pushing[listener] = false;
      long earlyNanos = sentNanos + nanosBetweenRequests - System.nanoTime();
      long earlyMs = TimeUnit.NANOSECONDS.toMillis(earlyNanos);
      if (earlyMs > 0) {
        vertx.setTimer(earlyMs, timer -> next());
      } else {
        next();
      }
    }
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
