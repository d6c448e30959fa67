package app.durus.server.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** The password of the embedded database, in a file that only its owner can read. */
final class ServerPassword {

  private static final int BYTES = 32;

  private final Path file;

  ServerPassword(Path dataFolder) {
    file = dataFolder.resolve("postgres.password");
  }

  /**
   * @return empty when there is none yet
   */
  Optional<String> read() throws IOException {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    return Optional.of(Files.readString(file).strip()).filter(password -> !password.isEmpty());
  }

  /**
   * The password, created if there is none. It has hexadecimal digits only, so it needs no quoting.
   */
  String ensure() throws IOException {
    Optional<String> present = read();
    if (present.isPresent()) {
      PrivateFiles.ensureFile(file);
      return present.get();
    }
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    PrivateFiles.replace(file, password + "\n");
    return password;
  }
}
