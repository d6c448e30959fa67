package app.durus.proof.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of {@code docs/security.md} that says who may call what. {@code EndpointAccessTest}
 * compares it with the contract and with the server's paths.
 */
final class EndpointAccess {

  private static final Path DOCUMENT = Path.of("docs/security.md");

  private static final Pattern ROW =
      Pattern.compile("^\\| `(GET|POST) (/\\S*)` \\| (anybody|listeners) \\|", Pattern.MULTILINE);

  /** Who may call. */
  enum Who {
    ANYBODY,
    /** Whoever has a session of an account that is neither disabled nor deleted. */
    LISTENERS
  }

  /**
   * A method of an endpoint or another path of the server.
   *
   * @param path ends with {@code /…} where it stands for everything below
   */
  record Row(String verb, String path, Who who) {

    @Override
    public String toString() {
      return verb + " " + path;
    }

    boolean isCall() {
      return path.startsWith("/connect/");
    }
  }

  private EndpointAccess() {}

  static List<Row> documented() throws IOException {
    Matcher rows = ROW.matcher(Files.readString(DOCUMENT));
    List<Row> documented = new ArrayList<>();
    while (rows.find()) {
      documented.add(
          new Row(
              rows.group(1),
              rows.group(2),
              rows.group(3).equals("anybody") ? Who.ANYBODY : Who.LISTENERS));
    }
    return documented;
  }
}
