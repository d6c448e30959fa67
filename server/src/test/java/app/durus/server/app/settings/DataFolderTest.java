package app.durus.server.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.startup.StartupFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which data folder a command works on, wherever it is given. */
class DataFolderTest {

  @TempDir Path folder;

  @Test
  void isTheFolderThatTheOperatorNames() {
    assertThat(DataFolder.of(Optional.of("/srv/durus"), Map.of(), "a", folder))
        .isEqualTo(new DataFolder(Path.of("/srv/durus"), DataFolder.Choice.TOLD));
    assertThat(DataFolder.of(Optional.of("mine"), Map.of(), "a", folder).path())
        .isEqualTo(folder.resolve("mine"));
  }

  @Test
  void doesNotDependOnTheWorkingDirectory() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Map<String, String> environment = Map.of("HOME", home.toString());
    DataFolder usual = DataFolder.of(Optional.empty(), environment, "a", folder);
    assertThat(usual.choice()).isEqualTo(DataFolder.Choice.USUAL);
    assertThat(usual.path()).startsWithRaw(home).hasFileName("salafi-durus");
    assertThat(DataFolder.of(Optional.empty(), environment, "a", elsewhere)).isEqualTo(usual);
    assertThat(
            DataFolder.of(Optional.empty(), Map.of("XDG_DATA_HOME", "/data"), "a", folder).path())
        .isEqualTo(Path.of("/data/salafi-durus"));
    assertThat(DataFolder.of(Optional.empty(), environment, "root", folder).path())
        .isEqualTo(Path.of("/var/lib/salafi-durus"));
  }

  @Test
  void ofAnEarlierVersionIsFoundInTheWorkingDirectory() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Map<String, String> environment = Map.of("HOME", folder.toString());
    assertThat(DataFolder.of(Optional.empty(), environment, "a", folder).choice())
        .as("any folder of that name")
        .isEqualTo(DataFolder.Choice.USUAL);
    Files.createFile(data.resolve("database.lock"));
    assertThat(DataFolder.of(Optional.empty(), environment, "a", folder))
        .isEqualTo(new DataFolder(data, DataFolder.Choice.FOUND_HERE));
  }

  @Test
  void mustBeNamedWhenThereIsNoDefault() {
    assertThatThrownBy(
            () -> DataFolder.of(Optional.empty(), Map.of("HOME", "/nonexistent"), "a", folder))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("set DATA_DIR");
  }

  @Test
  void isRefusedWhenARunningServerUsesAnotherUnlessTheOperatorNamesIt() {
    Path mine = Path.of("/home/a/.local/share/salafi-durus");
    Path other = Path.of("/srv/durus");
    DataFolder usual = new DataFolder(mine, DataFolder.Choice.USUAL);
    assertThatThrownBy(() -> usual.refuseBesideOthers(List.of(other), true))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("a server runs with the data folder /srv/durus")
        .hasMessageContaining("this would go to " + mine);
    assertThatThrownBy(() -> usual.refuseBesideOthers(List.of(), true))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("DATABASE_URL");
    assertThatCode(() -> usual.refuseBesideOthers(List.of(other, mine), true))
        .doesNotThrowAnyException();
    assertThatCode(() -> usual.refuseBesideOthers(List.of(), false)).doesNotThrowAnyException();
    assertThatCode(
            () ->
                new DataFolder(mine, DataFolder.Choice.TOLD)
                    .refuseBesideOthers(List.of(other), true))
        .doesNotThrowAnyException();
  }
}
