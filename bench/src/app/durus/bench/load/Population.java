package app.durus.bench.load;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/**
 * The listeners and lectures of a measurement. They are numbered. Their ids and session tokens
 * follow from the number, here and in {@link BenchDatabase}'s SQL.
 */
public record Population(int listeners, int lectures, int statesOfAListener) {

  public static String listenerId(int listener) {
    return id("0199f000", listener);
  }

  static String lectureId(int lecture) {
    return id("0199f001", lecture);
  }

  static String assetId(int lecture) {
    return id("0199f002", lecture);
  }

  public static String deviceId(int listener) {
    return id("0199f003", listener);
  }

  private static String id(String kind, int number) {
    return String.format(Locale.ROOT, "%s-0000-7000-8000-%012x", kind, number);
  }

  public static String sessionToken(int listener) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(("session " + listener).getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
