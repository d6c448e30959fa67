package app.durus.product.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ranges of recordings that browsers asked for, in order, as a proxy sees them. */
public final class RangeRequests {

  private static final Pattern RECORDING = Pattern.compile("GET (/audio/[0-9a-f]+\\.mp3) HTTP/1.1");
  private static final Pattern RANGE = Pattern.compile("range: *bytes=(\\d+)-(\\d*)");
  private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d+)");

  /**
   * @param lastByte the greatest number where the end was left open, or no range was named
   */
  public record RangeRequest(String path, long firstByte, long lastByte) {

    public boolean touches(long first, long last) {
      return firstByte <= last && first <= lastByte;
    }
  }

  private final List<RangeRequest> asked = new ArrayList<>();

  public synchronized int count() {
    return asked.size();
  }

  /** All except this many of the first. */
  public synchronized List<RangeRequest> after(int count) {
    return List.copyOf(asked.subList(count, asked.size()));
  }

  private synchronized void add(RangeRequest one) {
    asked.add(one);
  }

  /** For one connection's bytes, from browser to server. */
  public Reader reader() {
    return new Reader();
  }

  /** Splits a connection into its requests: HTTP/1.1, whose bodies have a length. */
  public final class Reader {

    private final StringBuilder line = new StringBuilder();
    private String path;
    private RangeRequest range;
    private long lengthBytes;
    private long bodyLeftBytes;

    public void read(byte[] bytes, int count) {
      for (int i = 0; i < count; i++) {
        if (bodyLeftBytes > 0) {
          bodyLeftBytes--;
        } else if (bytes[i] == '\n') {
          readLine(line.toString().strip());
          line.setLength(0);
        } else {
          line.append(new String(bytes, i, 1, StandardCharsets.ISO_8859_1));
        }
      }
    }

    private void readLine(String text) {
      Matcher recording = RECORDING.matcher(text);
      Matcher length = LENGTH.matcher(text.toLowerCase(Locale.ROOT));
      Matcher bounds = RANGE.matcher(text.toLowerCase(Locale.ROOT));
      if (text.isEmpty()) {
        endOfHead();
      } else if (recording.matches()) {
        path = recording.group(1);
        range = new RangeRequest(path, 0, Long.MAX_VALUE);
      } else if (length.matches()) {
        lengthBytes = Long.parseLong(length.group(1));
      } else if (path != null && bounds.matches()) {
        String last = bounds.group(2);
        range =
            new RangeRequest(
                path,
                Long.parseLong(bounds.group(1)),
                last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last));
      }
    }

    private void endOfHead() {
      if (range != null) {
        add(range);
      }
      path = null;
      range = null;
      bodyLeftBytes = lengthBytes;
      lengthBytes = 0;
    }
  }
}
