package app.durus.server.http;

import app.durus.server.http.proxy.TrustedProxies;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The id of the request that is being handled: in the header {@value #NAME} of the answer, and in
 * each line that is logged on its behalf. A trusted proxy may choose it; otherwise the server makes
 * one that is unique among its instances.
 *
 * <p>It lies in Vert.x's context of the request, which follows the request through every callback.
 * A service provider registers the place before a {@code Vertx} is made.
 */
public final class RequestId implements VertxServiceProvider {

  static final String NAME = "X-Request-Id";

  private static final CharSequence HEADER = HttpHeaders.createOptimized(NAME);
  private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._:/+=-]{1,100}");
  private static final ContextLocal<String> LOCAL = ContextLocal.registerLocal(String.class);

  /** Different in each process, so that several instances can share a log. */
  private static final String PROCESS =
      Long.toString(ThreadLocalRandom.current().nextLong(1L << 40, 1L << 41), 36) + "-";

  private static final AtomicLong NEXT = new AtomicLong();

  @Override
  public void init(VertxBootstrap builder) {
    // That this class was loaded is enough.
  }

  /** Begins a request, on its own context. */
  static void begin(HttpServerRequest request, TrustedProxies proxies) {
    String told = request.getHeader(HEADER);
    boolean accepted =
        told != null && proxies.trusts(request.remoteAddress()) && ACCEPTED.matcher(told).matches();
    Context context = Vertx.currentContext();
    if (context != null) {
      context.putLocal(
          LOCAL, accepted ? told : PROCESS + Long.toString(NEXT.getAndIncrement(), 36));
    }
  }

  /** The request on whose behalf this thread works now; null when there is none. */
  public static @Nullable String current() {
    Context context = Vertx.currentContext();
    return context == null ? null : context.getLocal(LOCAL);
  }

  /** Names the request that is being handled in its answer, whose head is not written yet. */
  public static void addTo(HttpServerResponse response) {
    String id = current();
    if (id != null) {
      response.putHeader(HEADER, id);
    }
  }
}
