package app.durus.server.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.Optional;

/**
 * What callers can take of this process while their calls are under way.
 *
 * @param listeners of those who are signed in, each by id
 * @param strangers of those who are not, each by address
 */
public record RequestBudgets(CallerBudget listeners, CallerBudget strangers) {

  /** A device sends one push at a time, and few listeners have so many devices. */
  private static final int CALLS_PER_LISTENER = 64;

  /** Behind one address there may be a school. */
  private static final int CALLS_PER_ADDRESS = 512;

  public static RequestBudgets of(HttpLimits limits) {
    return new RequestBudgets(
        new CallerBudget(limits.listenerBytes(), CALLS_PER_LISTENER),
        new CallerBudget(limits.strangerBytes(), CALLS_PER_ADDRESS));
  }

  /** Begins a call of somebody who is not signed in. */
  public Optional<CallerBudget.Call> beginStranger(HttpServerRequest request) {
    SocketAddress peer = request.remoteAddress();
    InetAddress address =
        peer == null || peer.hostAddress() == null
            ? null
            : TrustedProxies.addressOf(peer.hostAddress());
    return strangers.begin(address == null ? "unknown" : ClientNetwork.of(address));
  }

  /** Whether a large body would not be taken from a listener. */
  public boolean isExhausted() {
    return listeners.isExhausted();
  }
}
