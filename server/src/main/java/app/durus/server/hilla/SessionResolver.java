package app.durus.server.hilla;

import io.vertx.core.Future;

/** Finds the caller behind a session token. */
@FunctionalInterface
public interface SessionResolver {

  /**
   * @param sessionToken the cookie's value, which can be any text
   * @return {@link Caller#ANONYMOUS} for an unknown, ended or expired session; failed only when the
   *     session cannot be looked up
   */
  Future<Caller> callerOf(String sessionToken);
}
