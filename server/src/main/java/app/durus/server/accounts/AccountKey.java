package app.durus.server.accounts;

import app.durus.server.hashing.Sha256;
import java.nio.ByteBuffer;

/**
 * The key of a name in tables of attempts, whether or not an account has the name: 128 bits of its
 * digest, so that long names take no more memory than short ones.
 */
record AccountKey(long high, long low) {

  /**
   * @param nameKey the key of a {@link ListenerName}; any text for names that no account can have
   */
  static AccountKey of(String nameKey) {
    ByteBuffer digest = ByteBuffer.wrap(Sha256.of(nameKey));
    return new AccountKey(digest.getLong(), digest.getLong());
  }
}
