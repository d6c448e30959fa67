package app.durus.server.listening;

import app.durus.server.listening.rules.Intent;
import app.durus.server.listening.rules.Reason;

/** One intent of a request as it could be read (R10). */
sealed interface ReadIntent {

  /** Its id exactly as sent; null when it had none that is a string. */
  String idAsSent();

  /** Of the right shape; whether it is valid is for the rules to say. */
  record Readable(String idAsSent, Intent intent) implements ReadIntent {}

  /** Not an intent. It holds back no other. */
  record Unreadable(String idAsSent, Reason reason) implements ReadIntent {}
}
