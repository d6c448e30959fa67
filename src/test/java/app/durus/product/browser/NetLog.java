package app.durus.product.browser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Chromium's log of its network stack. An answer of a service worker does not appear there. */
final class NetLog {

  private static final Pattern REQUESTED = Pattern.compile("\"url\":\"((?:https?|wss?)://[^/\"]+)");

  private final Path file;

  NetLog(Path file) {
    this.file = file;
  }

  /**
   * How many requests for addresses containing {@code part} this browser process has sent to the
   * network so far, page and worker together. Counted in the browser's own log of its network
   * stack, which an answer from the service worker never reaches.
   */
  long requests(String part) throws IOException {
    return Stream.of(Files.readString(file, StandardCharsets.UTF_8).split("\n"))
        .filter(line -> line.contains("\"url\":\"") && line.contains("\"load_flags\""))
        .filter(line -> line.contains(part))
        .count();
  }

  /**
   * The origins that pages and workers of an origin have requested from the network so far, each
   * once. Requests that the browser itself sends to its maker have another initiator in its log, or
   * none.
   */
  List<String> originsAskedBy(String initiator) throws IOException {
    return Stream.of(Files.readString(file, StandardCharsets.UTF_8).split("\n"))
        .filter(line -> line.contains("\"load_flags\""))
        .filter(line -> line.contains("\"initiator\":\"" + initiator + "\""))
        .map(REQUESTED::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .distinct()
        .toList();
  }

  void keep(Path target) throws IOException {
    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
  }
}
