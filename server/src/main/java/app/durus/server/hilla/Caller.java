package app.durus.server.hilla;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who calls.
 *
 * @param listener empty for somebody who is not signed in
 * @param roles what {@code @RolesAllowed} asks for; empty for somebody who is not signed in
 * @param renewedFor for how long the session goes on from now, where this request renewed it: the
 *     browser is to keep its token as long
 */
public record Caller(Optional<UUID> listener, Set<String> roles, Optional<Duration> renewedFor) {

  /** Somebody who is not signed in. */
  public static final Caller ANONYMOUS = new Caller(Optional.empty(), Set.of());

  public Caller {
    roles = Set.copyOf(roles);
    if (listener.isEmpty() && !roles.isEmpty()) {
      throw new IllegalArgumentException("an anonymous caller has no roles");
    }
  }

  /** Somebody whose session was not renewed. */
  public Caller(Optional<UUID> listener, Set<String> roles) {
    this(listener, roles, Optional.empty());
  }

  /** A signed-in listener without any role. */
  public static Caller of(UUID listenerId) {
    return new Caller(Optional.of(listenerId), Set.of());
  }

  /** The same caller, whose session was renewed for that long. */
  public Caller renewed(Duration lifetime) {
    return new Caller(listener, roles, Optional.of(lifetime));
  }

  /**
   * The listener who calls.
   *
   * @throws IllegalStateException for an anonymous caller, which a method that is not
   *     {@code @AnonymousAllowed} never sees
   */
  public UUID listenerId() {
    return listener.orElseThrow(() -> new IllegalStateException("the caller is anonymous"));
  }
}
