package app.durus.server.observability;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.LoggerFactory;

/** The log as a whole. */
public final class Logs {

  private Logs() {}

  /**
   * Writes each line as a JSON object from now on, by Logback's own encoder: {@code timestamp} in
   * milliseconds since 1970, {@code level}, {@code threadName}, {@code loggerName}, {@code
   * formattedMessage}, {@code throwable}, and in {@code mdc} the id of the {@code request}.
   */
  public static void writeJson() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
      logs.getLogger(Logger.ROOT_LOGGER_NAME)
          .iteratorForAppenders()
          .forEachRemaining(
              appender -> {
                if (appender instanceof DroppingAppender later) {
                  later.iteratorForAppenders().forEachRemaining(Logs::writeJson);
                }
              });
    }
  }

  private static void writeJson(Appender<ILoggingEvent> appender) {
    if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
      JsonEncoder encoder = encoder();
      encoder.setContext(stream.getContext());
      encoder.start();
      stream.setEncoder(encoder);
    }
  }

  static JsonEncoder encoder() {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithFormattedMessage(true);
    return encoder;
  }

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
