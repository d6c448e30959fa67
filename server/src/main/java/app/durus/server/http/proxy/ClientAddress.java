package app.durus.server.http.proxy;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The address by which limits tell clients apart.
 *
 * @param network an IPv4 address, or the 64-bit prefix of an IPv6 address: one customer has all
 *     addresses with that prefix
 */
public record ClientAddress(String network) {

  /** A peer without an IP address, such as one on a Unix socket. */
  public static final ClientAddress LOCAL = new ClientAddress("local");

  private static final int PREFIX_BYTES = 8;
  private static final int V4_OFFSET = 12;

  /** The client of a request. No other code decides who sent a request. */
  public static ClientAddress of(RoutingContext context) {
    SocketAddress peer = context.request().remoteAddress();
    return of(peer == null ? null : peer.hostAddress());
  }

  /**
   * @param address an IP address as text; null or any other text for a peer without one
   */
  public static ClientAddress of(@Nullable String address) {
    if (address == null) {
      return LOCAL;
    }
    if (address.indexOf(':') < 0) {
      return new ClientAddress(address);
    }
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    if (bytes == null) {
      return LOCAL;
    }
    return new ClientAddress(isMappedV4(bytes) ? v4(bytes) : prefix(bytes));
  }

  public static ClientAddress of(InetAddress address) {
    return of(address.getHostAddress());
  }

  private static boolean isMappedV4(byte[] bytes) {
    for (int i = 0; i < V4_OFFSET - 2; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[V4_OFFSET - 2] == -1 && bytes[V4_OFFSET - 1] == -1;
  }

  private static String v4(byte[] bytes) {
    return NetUtil.bytesToIpAddress(bytes, V4_OFFSET, 4);
  }

  private static String prefix(byte[] bytes) {
    byte[] prefix = new byte[bytes.length];
    System.arraycopy(bytes, 0, prefix, 0, PREFIX_BYTES);
    return NetUtil.bytesToIpAddress(prefix) + "/64";
  }
}
