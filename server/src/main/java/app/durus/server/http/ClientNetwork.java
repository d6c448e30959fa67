package app.durus.server.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Who counts as one client: an IPv4 address, or the /64 network that one IPv6 subscriber gets. */
final class ClientNetwork {

  private static final int IPV6_NETWORK_BYTES = 8;

  private ClientNetwork() {}

  static InetAddress of(InetAddress address) {
    if (!(address instanceof Inet6Address) || address.isLoopbackAddress()) {
      return address;
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, IPV6_NETWORK_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 16 bytes is one", e);
    }
  }
}
