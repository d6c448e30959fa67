package app.durus.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real Logback with the limit. The test decides when a minute ends. */
class LogLimitTest {

  private long drops;
  private final LoggerContext logs = new LoggerContext();
  private final LogLimit limit = new LogLimit(() -> drops, false);
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private final Logger log = logs.getLogger("app.durus.Some");

  @BeforeEach
  void start() {
    limit.setContext(logs);
    limit.start();
    logs.addTurboFilter(limit);
    written.setContext(logs);
    written.start();
    Logger root = logs.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(written);
  }

  @AfterEach
  void stop() {
    logs.stop();
  }

  private List<String> lines() {
    return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void aFrequentLineIsWrittenAFewTimesAndThenCounted() {
    for (int i = 0; i < 2_328; i++) {
      log.warn("push=refused listener={}", i);
    }
    assertThat(lines()).hasSize(10).first().isEqualTo("push=refused listener=0");

    limit.endMinute();

    assertThat(lines())
        .hasSize(11)
        .last()
        .isEqualTo(
            "2,318 more lines in the last minute of app.durus.Some: push=refused listener={}");
  }

  @Test
  void droppedLinesAreReported() {
    drops = 984;

    limit.endMinute();

    assertThat(lines())
        .containsExactly("984 lines were dropped: standard error does not take them");
  }

  @Test
  void eachMinuteStartsNewCounts() {
    for (int minute = 0; minute < 3; minute++) {
      for (int i = 0; i < 20; i++) {
        log.warn("again");
      }
      limit.endMinute();
    }
    limit.endMinute();

    assertThat(lines()).hasSize(33);
  }

  @Test
  void aRareLineIsNotHiddenByAFrequentOneOfTheSameLogger() {
    for (int i = 0; i < 50; i++) {
      log.warn("frequent {}", i);
    }
    log.error("rare");

    assertThat(lines()).last().isEqualTo("rare");
  }

  @Test
  void aLineWithAnotherExceptionIsCountedSeparately() {
    for (int i = 0; i < 20; i++) {
      log.error("{} failed", "sync", new IllegalStateException());
    }
    log.error("{} failed", "sync", new IllegalArgumentException());
    log.error("it failed", new IllegalArgumentException());

    assertThat(lines()).hasSize(12);
  }

  @Test
  void linesWithEverDifferentPatternsAreLimitedToo() {
    for (int i = 0; i < 10_000; i++) {
      log.warn("what somebody sent: " + i);
    }
    logs.getLogger("io.other").warn("of another logger");

    assertThat(lines()).hasSize(61).last().isEqualTo("of another logger");
    limit.endMinute();
    assertThat(lines())
        .last()
        .isEqualTo("9,940 more lines in the last minute of app.durus.Some: …");
  }

  @Test
  void linesOfLevelsThatAreOffAreNotCounted() {
    long before = LogLimit.suppressed();
    for (int i = 0; i < 1_000; i++) {
      log.info("not at this level");
    }
    log.warn("once");
    limit.endMinute();

    assertThat(lines()).containsExactly("once");
    assertThat(LogLimit.suppressed()).isEqualTo(before);
  }

  @Test
  void askingForALevelCountsNothing() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(log.isWarnEnabled()).isTrue();
    }

    log.warn("once");
    assertThat(lines()).containsExactly("once");
  }
}
