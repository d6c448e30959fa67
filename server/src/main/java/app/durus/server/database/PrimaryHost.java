package app.durus.server.database;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds which of several hosts is the primary, before each new connection. All are asked at the
 * same time, so that a dead one delays nobody. A host that is a standby becomes the primary without
 * a restart of ours; the reverse ends the host's connections, so a connection is never asked again.
 *
 * <p>Thread-safe. Connections that are made at the same time share one search.
 */
final class PrimaryHost {

  private static final String IS_STANDBY = "SELECT pg_is_in_recovery() AS standby";

  private record Candidate(DatabaseAddress.Host host, PgConnectOptions options, Pool pool) {}

  private final List<Candidate> candidates = new ArrayList<>();
  private @Nullable Future<SqlConnectOptions> search;

  /**
   * @param asking makes a pool of one connection for the host with these options; its waits must be
   *     bounded
   */
  PrimaryHost(DatabaseAddress address, Function<PgConnectOptions, Pool> asking) {
    for (DatabaseAddress.Host host : address.hosts()) {
      PgConnectOptions options = address.connectOptions(host);
      candidates.add(new Candidate(host, options, asking.apply(options)));
    }
  }

  /**
   * How to connect to the primary. Fails with an {@link IOException} that says of each host why it
   * is not the primary.
   */
  synchronized Future<SqlConnectOptions> find() {
    if (search == null || search.isComplete()) {
      search = begin();
    }
    return search;
  }

  private Future<SqlConnectOptions> begin() {
    Promise<SqlConnectOptions> found = Promise.promise();
    List<Future<?>> asked = new ArrayList<>();
    for (Candidate candidate : candidates) {
      asked.add(
          candidate
              .pool()
              .query(IS_STANDBY)
              .execute()
              .compose(
                  rows ->
                      rows.iterator().next().getBoolean("standby")
                          ? Future.failedFuture("it is a standby")
                          : Future.succeededFuture())
              .onSuccess(primary -> found.tryComplete(new PgConnectOptions(candidate.options()))));
    }
    Future.join(asked).onFailure(none -> found.tryFail(new IOException(reasons(asked))));
    return found.future();
  }

  private String reasons(List<Future<?>> asked) {
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      if (asked.get(i).failed()) {
        reasons.add(candidates.get(i).host() + ": " + asked.get(i).cause().getMessage());
      }
    }
    return "no host is the primary: " + String.join("; ", reasons);
  }
}
