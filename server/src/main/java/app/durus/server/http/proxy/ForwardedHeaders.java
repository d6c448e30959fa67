package app.durus.server.http.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes from a request's forwarded headers all that no trusted proxy has written. Afterwards
 * {@code X-Forwarded-For}, {@code -Proto} and {@code -Host} are absent or hold one value each, and
 * the other forwarded headers are removed. A router that allows {@code X_FORWARD} then returns
 * {@code remoteAddress()}, {@code isSSL()} and {@code authority()} as the client saw them.
 *
 * <p>The client is the last address in the chain that is no trusted proxy. The addresses before it
 * are only what that client claims.
 */
public final class ForwardedHeaders {

  /** Holds one address at most once a request has been reduced. */
  public static final CharSequence FOR = HttpHeaders.createOptimized("X-Forwarded-For");

  static final CharSequence PROTO = HttpHeaders.createOptimized("X-Forwarded-Proto");
  static final CharSequence HOST = HttpHeaders.createOptimized("X-Forwarded-Host");
  private static final CharSequence PORT = HttpHeaders.createOptimized("X-Forwarded-Port");
  private static final CharSequence SSL = HttpHeaders.createOptimized("X-Forwarded-Ssl");
  private static final CharSequence FORWARDED = HttpHeaders.createOptimized("Forwarded");
  private static final List<CharSequence> ALL = List.of(FOR, PROTO, HOST, PORT, SSL, FORWARDED);

  /** A registered name (with {@code _}, as home networks have it) or an address, and a port. */
  private static final Pattern AUTHORITY =
      Pattern.compile("([A-Za-z0-9._~-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");

  private static final Pattern HAS_PORT = Pattern.compile(".*[^:\\]]:[0-9]+|\\[.*]:[0-9]+");
  private static final Logger LOG = LoggerFactory.getLogger(ForwardedHeaders.class);

  private final TrustedProxies proxies;

  public ForwardedHeaders(TrustedProxies proxies) {
    this.proxies = proxies;
  }

  public void reduce(HttpServerRequest request) {
    MultiMap headers = request.headers();
    if (!isForwarded(headers)) {
      return;
    }
    SocketAddress peer = request.remoteAddress();
    Hop hop = null;
    if (proxies.trusts(peer)) {
      hop = headers.contains(FORWARDED) ? standard(headers) : customary(headers);
    } else {
      LOG.warn(
          "The forwarded headers of {} are ignored. If it is your proxy, add it to TRUSTED_PROXIES",
          peer == null ? "a peer without an address" : peer.hostAddress());
    }
    ALL.forEach(headers::remove);
    if (hop != null) {
      hop.atHost(request.authority()).writeTo(headers);
    }
  }

  private static boolean isForwarded(MultiMap headers) {
    for (CharSequence name : ALL) {
      if (headers.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** RFC 7239. */
  private Hop standard(MultiMap headers) {
    List<ForwardedElement> chain = ForwardedElement.parse(headers.getAll(FORWARDED));
    int client = clientIn(chain.stream().map(ForwardedElement::address).toList());
    ForwardedElement told = chain.isEmpty() ? ForwardedElement.NOTHING : chain.get(client);
    return new Hop(told.address(), told.proto(), told.host());
  }

  private Hop customary(MultiMap headers) {
    List<String> addresses = members(headers, FOR);
    int client = clientIn(addresses.stream().map(ForwardedElement::addressIn).toList());
    String proto = memberOf(members(headers, PROTO), addresses.size(), client);
    if (proto == null && "on".equalsIgnoreCase(headers.get(SSL))) {
      proto = "https";
    }
    String host = memberOf(members(headers, HOST), addresses.size(), client);
    String port = headers.get(PORT);
    if (host != null && port != null && !HAS_PORT.matcher(host).matches()) {
      host = host + ":" + port.split(",", 2)[0].strip();
    }
    return new Hop(
        addresses.isEmpty() ? null : ForwardedElement.addressIn(addresses.get(client)),
        proto,
        host);
  }

  /** The index of the last address that is no trusted proxy; 0 when there is no such address. */
  private int clientIn(List<@Nullable InetAddress> chain) {
    for (int i = chain.size() - 1; i > 0; i--) {
      InetAddress address = chain.get(i);
      if (address == null || !proxies.trusts(address)) {
        return i;
      }
    }
    return 0;
  }

  private static List<String> members(MultiMap headers, CharSequence name) {
    return headers.getAll(name).stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .map(String::strip)
        .filter(member -> !member.isEmpty())
        .toList();
  }

  /**
   * The client's member of a list. A list with one member for each hop has the client's at the same
   * index as the addresses. Any other list was written by one proxy.
   */
  private static @Nullable String memberOf(List<String> values, int hops, int client) {
    if (values.isEmpty()) {
      return null;
    }
    return values.size() == hops ? values.get(client) : values.getFirst();
  }

  /** What the outermost trusted proxy saw; null where it says nothing. */
  private record Hop(@Nullable InetAddress address, @Nullable String proto, @Nullable String host) {

    /**
     * A proxy that names the scheme may pass {@code Host} on instead of naming the host. Vert.x
     * would drop the port of that {@code Host}.
     */
    Hop atHost(@Nullable HostAndPort passedOn) {
      return host != null || proto == null || passedOn == null
          ? this
          : new Hop(address, proto, passedOn.toString());
    }

    void writeTo(MultiMap headers) {
      if (address != null) {
        headers.set(FOR, address.getHostAddress());
      }
      if (proto != null) {
        String scheme = proto.toLowerCase(Locale.ROOT);
        if (scheme.equals("http") || scheme.equals("https")) {
          headers.set(PROTO, scheme);
        }
      }
      if (host != null && AUTHORITY.matcher(host).matches()) {
        headers.set(HOST, host);
      }
    }
  }
}
