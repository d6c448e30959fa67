package app.durus.server.http.proxy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One element of a {@code Forwarded} header, which one proxy has added (RFC 7239, section 4).
 *
 * @param address null when it is hidden ({@code unknown}, {@code _name}) or malformed
 */
record ForwardedElement(
    @Nullable InetAddress address, @Nullable String proto, @Nullable String host) {

  static final ForwardedElement NOTHING = new ForwardedElement(null, null, null);

  private static final Pattern NEXT =
      Pattern.compile(
          "\\s*(?<name>[A-Za-z]+)=(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.)*)\"|(?<token>[^\\s;,\"]*))"
              + "\\s*(?<end>[;,]|$)");

  /**
   * The elements of all header lines, in order. A line is read up to its first error. One unknown
   * element stands for the rest of the line.
   */
  static List<ForwardedElement> parse(List<String> lines) {
    List<ForwardedElement> elements = new ArrayList<>();
    for (String line : lines) {
      parse(line, elements);
    }
    return elements;
  }

  private static void parse(String line, List<ForwardedElement> elements) {
    Matcher pair = NEXT.matcher(line);
    ForwardedElement element = NOTHING;
    int at = 0;
    while (at < line.length()) {
      if (!pair.find(at) || pair.start() != at) {
        elements.add(NOTHING);
        return;
      }
      String quoted = pair.group("quoted");
      String value = quoted == null ? pair.group("token") : quoted.replaceAll("\\\\(.)", "$1");
      element = element.with(pair.group("name").toLowerCase(Locale.ROOT), value);
      if (pair.group("end").equals(",")) {
        elements.add(element);
        element = NOTHING;
      }
      at = pair.end();
    }
    elements.add(element);
  }

  private ForwardedElement with(String name, String value) {
    return switch (name) {
      case "for" -> new ForwardedElement(addressIn(value), proto, host);
      case "proto" -> new ForwardedElement(address, value, host);
      case "host" -> new ForwardedElement(address, proto, value);
      default -> this;
    };
  }

  /** An address with or without a port: {@code 192.0.2.1:80}, {@code [2001:db8::1]:80}. */
  static @Nullable InetAddress addressIn(String node) {
    String address = node;
    if (node.startsWith("[")) {
      int end = node.indexOf(']');
      if (end < 0) {
        return null;
      }
      address = node.substring(1, end);
    } else if (node.indexOf(':') == node.lastIndexOf(':') && node.indexOf(':') > 0) {
      address = node.substring(0, node.indexOf(':'));
    }
    return TrustedProxies.addressOf(address);
  }
}
