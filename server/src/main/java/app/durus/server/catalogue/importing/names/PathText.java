package app.durus.server.catalogue.importing.names;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * Names of files as UTF-8, whatever the process's locale is.
 *
 * <p>Java turns a path into text by the locale's encoding: under {@code LANG=C}, as in bare
 * containers and system services, every Arabic name would become question marks, and could not be
 * made at all. A path's URI carries its bytes.
 */
public final class PathText {

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

  private static final char UNREADABLE = '\uFFFD';

  /** All texts of characters below this one are in form C. */
  private static final char FIRST_COMBINING = '\u0300';

  /** In which Java reads the names of files. */
  private static final boolean IN_UTF_8 =
      StandardCharsets.UTF_8.name().equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));

  private PathText() {}

  /** The whole path with '/'; empty when it is not UTF-8. */
  public static Optional<String> of(Path path) {
    return decoded(path.toUri().getRawPath());
  }

  /** The last name of a path; empty when it is not UTF-8. */
  public static Optional<String> name(Path file) {
    String read = file.getFileName().toString();
    if (isReadRight(read)) {
      return Optional.of(read);
    }
    String raw = file.toUri().getRawPath();
    int end = raw.endsWith("/") ? raw.length() - 1 : raw.length();
    return decoded(raw.substring(raw.lastIndexOf('/', end - 1) + 1, end));
  }

  /**
   * The text in Unicode's form C. File systems and archives hand out either form, and names are
   * compared and shown in this one.
   */
  public static String composed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= FIRST_COMBINING) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
      }
    }
    return text;
  }

  /**
   * Whether Java's reading of a path is certainly right, which spares the way through a URI. In all
   * encodings that a locale may have, ASCII is ASCII. In UTF-8, what is none becomes {@link
   * #UNREADABLE}.
   */
  private static boolean isReadRight(String read) {
    for (int i = 0; i < read.length(); i++) {
      char next = read.charAt(i);
      boolean isCertain = next < 0x80 || IN_UTF_8 && next != UNREADABLE;
      // Windows separates folders by it.
      if (!isCertain || next == '\\') {
        return false;
      }
    }
    return true;
  }

  /**
   * The file at a relative path below a folder.
   *
   * @param folder an existing folder
   * @param relative with '/'
   */
  public static Path resolve(Path folder, String relative) {
    return Path.of(URI.create(folder.toUri() + escaped(relative)));
  }

  /**
   * The path of which {@link #of(Path)} made the text.
   *
   * @param whole absolute, with '/'
   */
  public static Path path(String whole) {
    return Path.of(URI.create("file://" + escaped(whole)));
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(next) >= 0) {
        escaped.append((char) next);
      } else {
        escaped.append('%').append(String.format(Locale.ROOT, "%02X", next));
      }
    }
    return escaped.toString();
  }

  private static Optional<String> decoded(String rawPath) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < rawPath.length(); i++) {
      if (rawPath.charAt(i) == '%') {
        bytes.write(Integer.parseInt(rawPath, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.writeBytes(rawPath.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
      }
    }
    try {
      ByteBuffer encoded = ByteBuffer.wrap(bytes.toByteArray());
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(encoded).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
