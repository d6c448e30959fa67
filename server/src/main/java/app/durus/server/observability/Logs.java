package app.durus.server.observability;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import org.slf4j.LoggerFactory;

/** The log as a whole. */
public final class Logs {

  private Logs() {}

  /** Writes all waiting lines, within some seconds. Nothing is logged afterwards. */
  public static void end() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
      for (TurboFilter filter : logs.getTurboFilterList()) {
        if (filter instanceof LogLimit limit) {
          limit.endMinute();
        }
      }
      logs.stop();
    }
  }
}
