package app.durus.server.accounts.openid;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.json.DecodeException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why the provider cannot be used, in words for the operator. */
final class ProviderFaultText {

  private static final int MAX_CAUSES = 16;
  private static final int MAX_CHARACTERS = 300;

  /** As Vert.x says it. */
  private static final Pattern OTHER_ISSUER =
      Pattern.compile("issuer validation failed: received \\[(.*)]");

  /** As Vert.x begins the message about an answer that is no JSON. */
  private static final List<String> NO_JSON =
      List.of("Cannot handle Content-Type", "Cannot handle null JSON");

  /** The page that a web server sends with an error. */
  private static final Pattern PAGE = Pattern.compile(":?\\s*<.*", Pattern.DOTALL);

  /** The bytes that were no TLS. */
  private static final Pattern BYTES = Pattern.compile(": \\p{XDigit}{8,}$");

  private ProviderFaultText() {}

  /**
   * @return a clause in one line that follows "cannot be used: "
   */
  static String of(Throwable failure) {
    List<Throwable> causes =
        Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
            .limit(MAX_CAUSES)
            .toList();
    return shortened(
        switch (failure) {
          case OpenIdProvider.UnavailableException known -> known.getMessage();
          case UnknownHostException e -> "its host name is not known";
          case ConnectTimeoutException e -> "it does not accept a connection in time";
          case NoRouteToHostException e -> "no network leads there";
          case ConnectException e -> "nothing accepts connections there";
          case SSLException e -> overTls(causes);
          case HttpClosedException e -> "it closed the connection before it answered";
          case TimeoutException e -> "it does not answer in time";
          case DecodeException e -> "what it answers is no JSON";
          default -> answered(failure);
        });
  }

  private static String overTls(List<Throwable> causes) {
    boolean certificate = causes.stream().anyMatch(CertificateException.class::isInstance);
    return (certificate ? "its certificate is not trusted (" : "it cannot be reached by HTTPS (")
        + BYTES.matcher(String.valueOf(causes.getLast().getMessage())).replaceFirst("")
        + ")";
  }

  private static String answered(Throwable failure) {
    String said = String.valueOf(failure.getMessage());
    Matcher other = OTHER_ISSUER.matcher(said);
    if (other.matches()) {
      return "it calls itself " + other.group(1) + ", which OPENID_ISSUER must be";
    }
    return NO_JSON.stream().anyMatch(said::startsWith)
        ? "what it answers is no JSON"
        : "it answered: " + PAGE.matcher(said).replaceFirst("");
  }

  /** What others sent must neither begin a line of the log nor fill it. */
  private static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() > MAX_CHARACTERS ? line.substring(0, MAX_CHARACTERS) + "…" : line;
  }
}
