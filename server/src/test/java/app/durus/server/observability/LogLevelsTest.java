package app.durus.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log of the packaged server has: what an operator can act on. */
class LogLevelsTest {

  private final LoggerContext logs = new LoggerContext();

  @BeforeEach
  void read() throws Exception {
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(logs);
    configurator.doConfigure(Path.of("server/src/main/resources/logback.xml").toFile());
  }

  @AfterEach
  void stop() {
    logs.stop();
  }

  /** The names are those of classes, which may move with another version of Vert.x. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.vertx.core.internal.threadchecker.BlockedThreadChecker",
        "io.vertx.core.net.impl.VertxConnection"
      })
  void whatNobodyCanActOnIsNotLogged(String name) throws Exception {
    assertThat(Class.forName(name)).isNotNull();
    assertThat(logs.getLogger(name).isErrorEnabled()).isFalse();
  }

  @Test
  void otherWarningsOfVertxAreLogged() {
    assertThat(logs.getLogger("io.vertx.core.impl.ContextImpl").isWarnEnabled()).isTrue();
    assertThat(logs.getLogger("app.durus.server").isInfoEnabled()).isTrue();
  }
}
