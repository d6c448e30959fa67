package app.durus.server.http.proxy;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The addresses whose {@code Forwarded} and {@code X-Forwarded-*} headers are believed. */
public final class TrustedProxies {

  /** Programs on this machine. */
  public static final String DEFAULT = "127.0.0.1, ::1";

  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  private final List<IpSubnetFilterRule> ranges;

  private TrustedProxies(List<IpSubnetFilterRule> ranges) {
    this.ranges = ranges;
  }

  /**
   * @param list addresses and CIDR ranges, separated by commas; blank trusts nobody
   * @throws IllegalArgumentException when a member is neither; its message names the member
   */
  public static TrustedProxies parse(String list) {
    return new TrustedProxies(
        Arrays.stream(list.split(","))
            .map(String::strip)
            .filter(member -> !member.isEmpty())
            .map(TrustedProxies::range)
            .toList());
  }

  private static IpSubnetFilterRule range(String member) {
    String[] parts = member.split("/", 2);
    InetAddress address = addressOf(parts[0]);
    try {
      int widest = address instanceof Inet6Address ? IPV6_BITS : IPV4_BITS;
      int bits = parts.length == 1 ? widest : Integer.parseInt(parts[1]);
      if (address != null && bits >= 0 && bits <= widest) {
        return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(notARange(member), e);
    }
    throw new IllegalArgumentException(notARange(member));
  }

  private static String notARange(String member) {
    return member + " is neither an IP address nor a range such as 10.0.0.0/8";
  }

  /** Never asks a name server. Null for a text that is not an address. */
  public static @Nullable InetAddress addressOf(String literal) {
    return NetUtil.createInetAddressFromIpAddressString(literal);
  }

  /** Whether a peer is a trusted proxy. A peer without an IP address is not. */
  public boolean trusts(@Nullable SocketAddress peer) {
    String literal = peer == null ? null : peer.hostAddress();
    InetAddress address = literal == null ? null : addressOf(literal);
    return address != null && trusts(address);
  }

  public boolean trusts(InetAddress address) {
    if (ranges.isEmpty()) {
      return false;
    }
    InetSocketAddress peer = new InetSocketAddress(address, 0);
    for (IpSubnetFilterRule range : ranges) {
      if (range.matches(peer)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return ranges.isEmpty() ? "nobody" : ranges.size() + " ranges";
  }
}
