package app.durus.proof.soak;

import app.durus.server.waiting.Pause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Requests beside pushes: pages, the catalogue, wrong passwords, connections of HTTP/2 that are
 * used once, and clients that disconnect in the middle of a request or an answer. Each of these
 * could leak a resource.
 */
final class Visitors implements AutoCloseable {

  private static final long PAUSE_MS = 100;

  /** The server's thread pools add a thread for each task, until they are full. */
  private static final int VISITS_THAT_FILL_POOLS = 50;

  private final int port;
  private final AtomicLong visits = new AtomicLong();
  private final Lock underWay = new ReentrantLock();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Future<?> visiting;

  /**
   * Fills the server's pools, which blocks until they are full. Then visits continue in the
   * background.
   */
  Visitors(int port) throws Exception {
    this.port = port;
    try (HttpClient client = client()) {
      for (int i = 0; i < VISITS_THAT_FILL_POOLS; i++) {
        visit(client);
      }
    }
    this.visiting = threads.submit(this::visitAgainAndAgain);
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private Void visitAgainAndAgain() throws Exception {
    try (HttpClient kept = client()) {
      while (!Thread.currentThread().isInterrupted()) {
        underWay.lock();
        try {
          visit(kept);
        } finally {
          underWay.unlock();
        }
        Pause.pace(PAUSE_MS);
      }
    }
    return null;
  }

  private void visit(HttpClient client) throws Exception {
    get(client, "/");
    get(client, "/health");
    post(client, "CatalogueEndpoint/changes", "{\"cursor\":0}");
    post(client, "AccountEndpoint/signIn", "{\"name\":\"nobody\",\"password\":\"wrong password\"}");
    onceOverHttp2();
    goAwayAfter("POST /connect/ListeningEndpoint/sync HTTP/1.1\r\nHost: localhost\r\n");
    goAwayAfter("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    visits.incrementAndGet();
  }

  /** Runs something while no visit is under way. */
  <T> T between(Callable<T> work) throws Exception {
    underWay.lock();
    try {
      return work.call();
    } finally {
      underWay.unlock();
    }
  }

  private void get(HttpClient client, String path) throws IOException, InterruptedException {
    client.send(HttpRequest.newBuilder(address(path)).build(), BodyHandlers.discarding());
  }

  private void post(HttpClient client, String method, String body)
      throws IOException, InterruptedException {
    client.send(
        HttpRequest.newBuilder(address("/connect/" + method))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.discarding());
  }

  private void onceOverHttp2() throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      get(client, "/");
    }
  }

  private void goAwayAfter(String part) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private URI address(String path) {
    return URI.create("http://localhost:" + port + path);
  }

  /** How many times the whole sequence of visits was made. */
  long visits() {
    return visits.get();
  }

  /**
   * @throws IllegalStateException when a visit failed, because the visits stopped then
   */
  @Override
  public void close() {
    boolean wasOver = visiting.isDone();
    visiting.cancel(true);
    threads.shutdown();
    try {
      if (wasOver) {
        visiting.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a visit failed", e.getCause());
    } catch (CancellationException | InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
