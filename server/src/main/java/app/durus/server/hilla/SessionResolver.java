package app.durus.server.hilla;

import io.vertx.core.Future;

/** Tells whose session a token belongs to. */
@FunctionalInterface
public interface SessionResolver {

  /**
   * @param sessionToken as the cookie carried it, which may be anything
   * @return {@link Caller#ANONYMOUS} for an unknown, ended or expired session; failed only when it
   *     cannot be found out
   */
  Future<Caller> callerOf(String sessionToken);
}
