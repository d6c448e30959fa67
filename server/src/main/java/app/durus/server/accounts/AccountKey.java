package app.durus.server.accounts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What stands for a name in tables of attempts, whether anybody has the name or not: 128 bits of
 * its digest, so that long names take no more memory than short ones.
 */
record AccountKey(long high, long low) {

  /**
   * @param nameKey of a {@link ListenerName}; anything for what can be nobody's name
   */
  static AccountKey of(String nameKey) {
    try {
      ByteBuffer digest =
          ByteBuffer.wrap(
              MessageDigest.getInstance("SHA-256")
                  .digest(nameKey.getBytes(StandardCharsets.UTF_8)));
      return new AccountKey(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
