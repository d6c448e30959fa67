package app.durus.server.hilla;

import app.durus.server.http.ConcurrencyLimit;
import app.durus.server.http.proxy.ClientAddress;
import java.util.Optional;
import java.util.UUID;

/**
 * Bounds the endpoint calls that one caller may have in the process. Calls are bounded before they
 * reach what callers share: memory for bodies, session lookups, commit lanes, database connections.
 * One instance serves all event loops.
 *
 * @param sessions by the token as it was sent, before its listener is known: refusing costs nothing
 * @param sessionLookups by network, because a caller can make up any number of tokens
 * @param listeners calls of a signed-in listener, over all sessions
 * @param strangers calls of callers who are not signed in, by network
 */
public record CallLimits(
    ConcurrencyLimit<String> sessions,
    ConcurrencyLimit<ClientAddress> sessionLookups,
    ConcurrencyLimit<UUID> listeners,
    ConcurrencyLimit<ClientAddress> strangers) {

  /** Two statements take this many lookups. Many listeners can share a network. */
  private static final int LOOKUPS_OF_A_NETWORK = 512;

  /** A device has one or two calls at a time. */
  private static final int CALLS_OF_A_LISTENER = 32;

  /** A quarter of the database's connections. */
  private static final int UNDER_WAY_OF_A_LISTENER = 4;

  private static final int CALLS_OF_A_NETWORK = 64;
  private static final int UNDER_WAY_OF_A_NETWORK = 8;

  /** The usual limits. */
  public static CallLimits usual() {
    return new CallLimits(
        new ConcurrencyLimit<>(CALLS_OF_A_LISTENER),
        new ConcurrencyLimit<>(LOOKUPS_OF_A_NETWORK),
        new ConcurrencyLimit<>(CALLS_OF_A_LISTENER, UNDER_WAY_OF_A_LISTENER),
        new ConcurrencyLimit<>(CALLS_OF_A_NETWORK, UNDER_WAY_OF_A_NETWORK));
  }

  /** Admits a call of a known caller; empty when the caller has too many. */
  Optional<? extends ConcurrencyLimit<?>.Admission> admit(Caller caller, ClientAddress address) {
    return caller.listener().isPresent()
        ? listeners.admit(caller.listenerId())
        : strangers.admit(address);
  }
}
