package app.durus.server.listening;

import app.durus.server.errors.RequestError;
import app.durus.server.hashing.Sha256;
import app.durus.server.listening.rules.Reason;
import app.durus.server.listening.rules.Verdict;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs one line of {@code key=value} for each push that failed, was refused, or had an intent that
 * was not accepted. The lines answer "why did my progress not arrive?" and never tell what a
 * listener listened to. A listener has the same pseudonym in every line.
 */
final class PushLog {

  private static final Logger LOG = LoggerFactory.getLogger(PushLog.class);

  private static final int PSEUDONYM_BYTES = 6;
  private static final String UNREADABLE = "-";

  private PushLog() {}

  /**
   * The whole request was refused.
   *
   * @param request as sent, null or anything; its members are logged where they can be read
   */
  static void refused(UUID sessionListenerId, JsonNode request, RequestError error) {
    JsonNode members = request == null ? MissingNode.getInstance() : request;
    JsonNode intents = members.path("intents");
    LOG.warn(
        "push=refused listener={} device={} intents={} attempt={} pending={} error={}"
            + " reason=\"{}\"",
        pseudonym(sessionListenerId),
        WireIds.read(members.path("deviceId").asText("")).map(UUID::toString).orElse(UNREADABLE),
        intents.isArray() ? intents.size() : UNREADABLE,
        number(members.path("attempt")),
        number(members.path("pending")),
        error.kind().name().toLowerCase(Locale.ROOT),
        quotable(error.getMessage()));
  }

  /** Makes a text fit between quotation marks on one line. */
  private static String quotable(String text) {
    return text.replaceAll("\\R", " ").replace('"', '\'');
  }

  private static String number(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() ? node.asText() : UNREADABLE;
  }

  /** The database or the server failed; the device will retry. */
  static void failed(ReadRequest request, Throwable cause) {
    LOG.error(
        "push=failed listener={} device={} intents={} attempt={} pending={} cause=\"{}\"",
        pseudonym(request.listenerId()),
        request.deviceId(),
        request.intents().size(),
        request.delivery().attempt(),
        request.delivery().pending(),
        quotable(cause.toString()));
  }

  /** Logs nothing when every intent was accepted. */
  static void judged(ReadRequest request, List<Verdict> verdicts) {
    long rejected = count(verdicts, Verdict.Rejected.class);
    long unknown = count(verdicts, Verdict.Unknown.class);
    long clockAhead = count(verdicts, Verdict.ClockAhead.class);
    if (rejected + unknown + clockAhead == 0) {
      return;
    }
    LOG.warn(
        "push=rejected listener={} device={} intents={} rejected={} reasons={} unknown={}"
            + " clockAhead={} attempt={} pending={}",
        pseudonym(request.listenerId()),
        request.deviceId(),
        request.intents().size(),
        rejected,
        reasons(verdicts),
        unknown,
        clockAhead,
        request.delivery().attempt(),
        request.delivery().pending());
  }

  static String pseudonym(UUID listenerId) {
    return HexFormat.of().formatHex(Sha256.of(listenerId.toString()), 0, PSEUDONYM_BYTES);
  }

  private static long count(List<Verdict> verdicts, Class<? extends Verdict> kind) {
    return verdicts.stream().filter(kind::isInstance).count();
  }

  private static Set<Reason> reasons(List<Verdict> verdicts) {
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    for (Verdict verdict : verdicts) {
      if (verdict instanceof Verdict.Rejected rejected) {
        reasons.add(rejected.reason());
      }
    }
    return reasons;
  }
}
