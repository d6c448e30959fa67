package app.durus.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DroppingAppenderTest {

  private static final int QUEUE = 16;

  /** Standard error whose reader has stopped, until the test lets it continue. */
  private static final class Stuck extends AppenderBase<ILoggingEvent> {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch goesOn = new CountDownLatch(1);
    final Queue<String> written = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      reached.countDown();
      try {
        goesOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      written.add(event.getFormattedMessage());
    }
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void loggingNeverWaitsForStandardErrorAndCountsDroppedLines() throws Exception {
    LoggerContext logs = new LoggerContext();
    logs.setMDCAdapter(new LogbackMDCAdapter());
    Stuck stuck = new Stuck();
    stuck.setContext(logs);
    stuck.start();
    DroppingAppender later = new DroppingAppender();
    later.setContext(logs);
    later.setQueueSize(QUEUE);
    later.addAppender(stuck);
    later.start();
    Logger root = logs.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(later);
    long before = DroppingAppender.dropped();

    root.warn("0");
    stuck.reached.await();
    for (int i = 1; i <= 1_000; i++) {
      root.warn("{}", i);
    }

    assertThat(DroppingAppender.dropped() - before).isEqualTo(1_000 - QUEUE);
    stuck.goesOn.countDown();
    logs.stop();
    assertThat(stuck.written).hasSize(1 + QUEUE).contains("0", "16").doesNotContain("17");
  }

  @Test
  void theProductUsesThisConfiguration() throws Exception {
    LoggerContext logs = new LoggerContext();
    var configurator = new ch.qos.logback.classic.joran.JoranConfigurator();
    configurator.setContext(logs);
    configurator.doConfigure(DroppingAppenderTest.class.getResource("/logback.xml"));

    assertThat(logs.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("LATER"))
        .isInstanceOfSatisfying(
            DroppingAppender.class,
            appender -> {
              assertThat(appender.isNeverBlock()).isTrue();
              assertThat(appender.getDiscardingThreshold()).isZero();
              assertThat(appender.isStarted()).isTrue();
            });
    assertThat(logs.getTurboFilterList()).hasExactlyElementsOfTypes(LogLimit.class);
    logs.stop();
  }
}
