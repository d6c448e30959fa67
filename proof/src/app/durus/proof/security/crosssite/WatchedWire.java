package app.durus.proof.security.crosssite;

import app.durus.proof.browser.ScriptedProxy;
import app.durus.server.processes.Ports;
import app.durus.server.waiting.Eventually;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way between a browser and the server, on which requests that carry a number in their query
 * are noted: what the browser really sent, and what the server really answered.
 */
final class WatchedWire implements AutoCloseable {

  private static final String NUMBER = "attack";

  /**
   * A request that the server answered.
   *
   * @param site what the browser said of where the request came from, where it says so
   * @param hasSession whether the browser sent a session's cookie along
   */
  record ReceivedRequest(
      int number,
      String method,
      String path,
      Optional<String> site,
      boolean hasSession,
      int status) {}

  private final int port = Ports.free();
  private final ScriptedProxy wire;
  private final AtomicInteger numbers = new AtomicInteger();
  private final List<ReceivedRequest> seen = new CopyOnWriteArrayList<>();

  WatchedWire(URI server) throws IOException {
    wire = new ScriptedProxy(port, server);
    wire.watch(this::note);
  }

  int port() {
    return port;
  }

  int nextNumber() {
    return numbers.incrementAndGet();
  }

  /** What is appended to an address, so that the request is noted. */
  static String query(int number) {
    return "?" + NUMBER + "=" + number;
  }

  /** All with this number, so far. */
  List<ReceivedRequest> seen(int number) {
    return seen.stream().filter(each -> each.number() == number).toList();
  }

  /** The first request with this number, awaited. */
  ReceivedRequest await(String what, int number) {
    return Eventually.get(
            "a request at the server: " + what, () -> seen(number), found -> !found.isEmpty())
        .getFirst();
  }

  private void note(HttpServerRequest request, int status) {
    String number = request.getParam(NUMBER);
    if (number != null) {
      String cookies = request.headers().get("Cookie");
      seen.add(
          new ReceivedRequest(
              Integer.parseInt(number),
              request.method().name(),
              request.path(),
              Optional.ofNullable(request.getHeader("Sec-Fetch-Site")),
              cookies != null && cookies.contains("durus_session="),
              status));
    }
  }

  @Override
  public void close() {
    wire.close();
  }
}
