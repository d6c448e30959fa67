package app.durus.server.hilla;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The caller of an endpoint method.
 *
 * @param listener empty when the caller is not signed in
 * @param roles the roles for {@code @RolesAllowed}; empty when the caller is not signed in
 * @param renewedFor how long the session lasts from now, when this request renewed it; the browser
 *     must keep its token as long
 */
public record Caller(Optional<UUID> listener, Set<String> roles, Optional<Duration> renewedFor) {

  /** A caller who is not signed in. */
  public static final Caller ANONYMOUS = new Caller(Optional.empty(), Set.of());

  public Caller {
    roles = Set.copyOf(roles);
    if (listener.isEmpty() && !roles.isEmpty()) {
      throw new IllegalArgumentException("an anonymous caller has no roles");
    }
  }

  /** A caller whose session was not renewed. */
  public Caller(Optional<UUID> listener, Set<String> roles) {
    this(listener, roles, Optional.empty());
  }

  /** A signed-in listener without any role. */
  public static Caller of(UUID listenerId) {
    return new Caller(Optional.of(listenerId), Set.of());
  }

  /** The same caller with a renewed session. */
  public Caller renewed(Duration lifetime) {
    return new Caller(listener, roles, Optional.of(lifetime));
  }

  /**
   * The listener who calls.
   *
   * @throws IllegalStateException for an anonymous caller; only methods that are
   *     {@code @AnonymousAllowed} can have one
   */
  public UUID listenerId() {
    return listener.orElseThrow(() -> new IllegalStateException("the caller is anonymous"));
  }
}
