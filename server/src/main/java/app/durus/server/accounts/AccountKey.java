package app.durus.server.accounts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The key of a name in tables of attempts, whether or not an account has the name: 128 bits of its
 * digest, so that long names take no more memory than short ones.
 */
record AccountKey(long high, long low) {

  /**
   * @param nameKey the key of a {@link ListenerName}; any text for names that no account can have
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
