package app.durus.server.listening;

import app.durus.server.listening.rules.Intent;
import app.durus.server.listening.rules.Reason;

/** One intent of a request: well-formed or not (R10). */
sealed interface ReadIntent {

  /** Its id exactly as sent; null when the id is missing or not a string. */
  String idAsSent();

  /** A well-formed intent. The rules decide whether it is valid. */
  record Readable(String idAsSent, Intent intent) implements ReadIntent {}

  /** A malformed intent. It does not hold back the others. */
  record Unreadable(String idAsSent, Reason reason) implements ReadIntent {}
}
