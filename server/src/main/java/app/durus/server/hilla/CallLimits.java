package app.durus.server.hilla;

import io.vertx.core.Future;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * How many endpoint calls one caller may have under way. They are bounded before they reach any
 * queue that callers share: the session lookups, the commit lanes, the database's connections. One
 * instance serves all event loops.
 *
 * @param sessionLookups by network: the listener is not known yet
 * @param listeners calls of who is signed in
 * @param strangers calls of who is not signed in, by network
 */
public record CallLimits(
    ConcurrencyLimit<ClientAddress> sessionLookups,
    ConcurrencyLimit<UUID> listeners,
    ConcurrencyLimit<ClientAddress> strangers) {

  /** Two statements' worth of lookups: a network may be that of many listeners. */
  private static final int LOOKUPS_OF_A_NETWORK = 512;

  /** A quarter of the database's connections; a device has one or two calls under way. */
  private static final int CALLS_OF_A_LISTENER = 4;

  private static final int WAITING_CALLS_OF_A_LISTENER = 28;

  private static final int CALLS_OF_A_NETWORK = 8;
  private static final int WAITING_CALLS_OF_A_NETWORK = 56;

  /** The usual limits. */
  public static CallLimits usual() {
    return new CallLimits(
        new ConcurrencyLimit<>(LOOKUPS_OF_A_NETWORK, 0),
        new ConcurrencyLimit<>(CALLS_OF_A_LISTENER, WAITING_CALLS_OF_A_LISTENER),
        new ConcurrencyLimit<>(CALLS_OF_A_NETWORK, WAITING_CALLS_OF_A_NETWORK));
  }

  <T> Future<T> run(Caller caller, ClientAddress address, Supplier<Future<T>> work) {
    return caller
        .listener()
        .map(listenerId -> listeners.run(listenerId, work))
        .orElseGet(() -> strangers.run(address, work));
  }
}
