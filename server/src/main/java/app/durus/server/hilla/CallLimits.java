package app.durus.server.hilla;

import app.durus.server.http.ClientAddress;
import app.durus.server.http.ConcurrencyLimit;
import java.util.Optional;
import java.util.UUID;

/**
 * How many endpoint calls one caller may have in the process. They are bounded before they reach
 * anything that callers share: memory for bodies, the session lookups, the commit lanes, the
 * database's connections. One instance serves all event loops.
 *
 * @param sessions by the token as it came, before anybody knows whose it is: refusing costs nothing
 * @param sessionLookups by network: a token may be made up, and the next one another
 * @param listeners calls of who is signed in, over all sessions
 * @param strangers calls of who is not signed in, by network
 */
public record CallLimits(
    ConcurrencyLimit<String> sessions,
    ConcurrencyLimit<ClientAddress> sessionLookups,
    ConcurrencyLimit<UUID> listeners,
    ConcurrencyLimit<ClientAddress> strangers) {

  /** Two statements' worth of lookups: a network may be that of many listeners. */
  private static final int LOOKUPS_OF_A_NETWORK = 512;

  /** A device has one or two. */
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

  /** Admits a call of a known caller; empty when there are too many. */
  Optional<? extends ConcurrencyLimit<?>.Admission> admit(Caller caller, ClientAddress address) {
    return caller.listener().isPresent()
        ? listeners.admit(caller.listenerId())
        : strangers.admit(address);
  }
}
