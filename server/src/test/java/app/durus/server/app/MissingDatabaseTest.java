package app.durus.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.app.settings.Configuration;
import app.durus.server.startup.StartupFailure;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands about what is there never make an empty database: a mistyped folder is an error. */
class MissingDatabaseTest {

  @TempDir Path folder;

  static Stream<Consumer<Configuration>> commands() {
    return Stream.of(
        configuration -> BackupCommands.backup(configuration, Path.of("unused")),
        AccountCommands::list,
        MaintenanceCommands::renewEpoch,
        LibraryCommands::list);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isRefused(Consumer<Configuration> command) {
    Path mistyped = folder.resolve("dtaa");
    Configuration configuration = Configuration.from(Map.of("DATA_DIR", mistyped.toString()));
    assertThatThrownBy(() -> command.accept(configuration))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("there is no database in " + mistyped);
    assertThat(mistyped).doesNotExist();
  }
}
