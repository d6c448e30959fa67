package app.durus.server.http;

import app.durus.server.http.proxy.ClientAddress;
import app.durus.server.http.proxy.TrustedProxies;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the connections of one listening socket, in total and by client. Thread-safe: connections
 * are accepted on one event loop and end on others.
 */
final class ConnectionCount {

  /**
   * Extra connections for trusted proxies, so that they can ask for readiness when all are taken.
   */
  private static final int RESERVE = 64;

  private final HttpLimits limits;
  private final TrustedProxies proxies;
  private final AtomicInteger total = new AtomicInteger();
  private final Map<ClientAddress, Integer> byClient = new ConcurrentHashMap<>();

  ConnectionCount(HttpLimits limits, TrustedProxies proxies) {
    this.limits = limits;
    this.proxies = proxies;
  }

  /** Whether a connection from this address is admitted. If so, {@link #leave} must follow once. */
  boolean enter(InetAddress address) {
    boolean trusted = proxies.trusts(address);
    int bound = limits.connections() + (trusted ? RESERVE : 0);
    if (total.incrementAndGet() > bound) {
      total.decrementAndGet();
      return false;
    }
    if (trusted) {
      return true;
    }
    int ofClient = byClient.merge(ClientAddress.of(address), 1, Integer::sum);
    if (ofClient > limits.connectionsPerAddress()) {
      leave(address);
      return false;
    }
    return true;
  }

  void leave(InetAddress address) {
    total.decrementAndGet();
    if (!proxies.trusts(address)) {
      byClient.computeIfPresent(
          ClientAddress.of(address), (client, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Whether no connection is left, except for trusted proxies. */
  boolean isExhausted() {
    return total.get() >= limits.connections();
  }
}
