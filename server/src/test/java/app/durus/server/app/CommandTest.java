package app.durus.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.app.settings.Configuration;
import app.durus.server.catalogue.importing.ImportOptions;
import app.durus.server.observability.MetricsServer;
import app.durus.server.startup.StartupFailure;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The operator's options, on the command line and by environment. */
class CommandTest {

  @Test
  @DisplayName("R13: the command new-epoch begins a new epoch")
  void newEpochIsACommand() {
    assertThat(Command.parse(List.of("new-epoch"))).isEqualTo(new Command.NewEpoch());
    assertThat(Command.parse(List.of("new-epoch", "now"))).isInstanceOf(Command.Misused.class);
    assertThat(Command.USAGE).contains("new-epoch");
  }

  @Test
  void theHelpListsTheAudioFormats() {
    assertThat(Command.USAGE).contains("Recordings (mp3, m4a, ogg, opus, flac) lie as");
  }

  @Test
  void theOptionsOfAnImportAreRead() {
    Path folder = Path.of("recordings");
    assertThat(Command.parse(List.of("import", "recordings")))
        .isEqualTo(new Command.Import(folder, new ImportOptions(false, false), false));
    assertThat(Command.parse(List.of("import", "--check", "recordings", "--json")))
        .isEqualTo(new Command.Import(folder, new ImportOptions(true, false), true));
    assertThat(Command.parse(List.of("import", "--withdraw", "recordings")))
        .isEqualTo(new Command.Import(folder, new ImportOptions(false, true), false));
    assertThat(Command.parse(List.of("import", "--force", "recordings")))
        .isEqualTo(new Command.Misused("import does not take --force"));
    assertThat(Command.parse(List.of("import", "--check"))).isInstanceOf(Command.Misused.class);
    assertThat(Command.USAGE).contains("--check", "--withdraw", "--json");
  }

  @Test
  void theCommandsForLibrariesAreRead() {
    assertThat(Command.parse(List.of("library", "list"))).isEqualTo(new Command.ListLibraries());
    assertThat(Command.parse(List.of("library", "rename", "/old", "tapes")))
        .isEqualTo(new Command.RenameLibrary("/old", "tapes"));
    assertThat(Command.parse(List.of("library", "forget", "tapes")))
        .isEqualTo(new Command.ForgetLibrary("tapes"));
    for (List<String> misused :
        List.of(
            List.of("library"),
            List.of("library", "rename", "/old"),
            List.of("library", "forget"),
            List.of("library", "delete", "tapes"))) {
      assertThat(Command.parse(misused)).isInstanceOf(Command.Misused.class);
    }
  }

  @Test
  void deletingAsksUnlessToldNotTo() {
    assertThat(Command.parse(List.of("account", "delete", "aisha")))
        .isEqualTo(new Command.DeleteAccount("aisha", false));
    for (List<String> arguments :
        List.of(
            List.of("account", "delete", "--yes", "aisha"),
            List.of("account", "delete", "aisha", "--yes"))) {
      assertThat(Command.parse(arguments)).isEqualTo(new Command.DeleteAccount("aisha", true));
    }
    assertThat(Command.parse(List.of("account", "delete", "--yes")))
        .isInstanceOf(Command.Misused.class);
  }

  @Test
  void theAddressOfAnAccountIsShownOrSet() {
    assertThat(Command.parse(List.of("account", "email", "aisha")))
        .isEqualTo(new Command.AccountEmail("aisha", Optional.empty()));
    assertThat(Command.parse(List.of("account", "email", "aisha", "a@durus.example")))
        .isEqualTo(new Command.AccountEmail("aisha", Optional.of("a@durus.example")));
  }

  @Test
  void aMisuseNamesTheCommandAndWhatItTakes() {
    Map<List<String>, String> problems =
        Map.ofEntries(
            Map.entry(List.of("account", "invite", "aisha"), "account invite takes no name"),
            Map.entry(List.of("account", "list", "extra"), "account list takes no name"),
            Map.entry(List.of("account", "list", "--json"), "account list does not take --json"),
            Map.entry(List.of("account", "disable"), "account disable takes one name"),
            Map.entry(List.of("account", "delete", "a", "b"), "account delete takes one name"),
            Map.entry(
                List.of("account", "email", "a", "b", "c"),
                "account email takes one name, and an address to set"),
            Map.entry(List.of("account", "ban", "a"), "there is no command account ban"),
            Map.entry(List.of("account", "ban"), "there is no command account ban"),
            Map.entry(
                List.of("account"),
                "account takes list, invite, or reset-password, email, disable, enable, export or"
                    + " delete with a name"),
            Map.entry(List.of("library", "list", "tapes"), "library list takes no name"),
            Map.entry(
                List.of("library", "rename", "/old"), "library rename takes a library and a name"),
            Map.entry(List.of("library", "forget"), "library forget takes one library"),
            Map.entry(List.of("library", "delete", "a"), "there is no command library delete"),
            Map.entry(
                List.of("library"),
                "library takes list, rename <library> <name> or forget <library>"));
    problems.forEach(
        (arguments, problem) ->
            assertThat(Command.parse(arguments)).isEqualTo(new Command.Misused(problem)));
  }

  @Test
  void aMisuseIsNotLostInTheWholeHelp() {
    assertThat(new Command.Misused("import takes one folder").text().lines())
        .containsExactly("import takes one folder", "--help lists all commands and settings");
  }

  @Test
  void everyCommandKnowsTheHelp() {
    for (String command : List.of("serve", "import", "account", "library", "backup", "new-epoch")) {
      assertThat(Command.parse(List.of(command, "--help"))).isEqualTo(new Command.Help());
    }
  }

  @Test
  void anUndecodableNameIsReportedToTheOperator() {
    assertThatThrownBy(() -> Command.parse(List.of("import", "a\0b")))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("LC_ALL=C.UTF-8");
    assertThatThrownBy(() -> Configuration.from(Map.of("DATA_DIR", "a\0b")))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("DATA_DIR");
  }

  @Test
  void pushesShareTransactionsByDefault() {
    assertThat(Configuration.from(Map.of()).groupCommit()).isTrue();
    assertThat(Configuration.from(Map.of("GROUP_COMMIT", "off")).groupCommit()).isFalse();
    assertThatThrownBy(() -> Configuration.from(Map.of("GROUP_COMMIT", "no")))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("GROUP_COMMIT");
  }

  @Test
  void replacedRecordingsAreKeptForNinetyDaysByDefault() {
    assertThat(Configuration.from(Map.of()).keepReplaced()).isEqualTo(Duration.ofDays(90));
    assertThat(Configuration.from(Map.of("KEEP_REPLACED_DAYS", "7")).keepReplaced())
        .isEqualTo(Duration.ofDays(7));
    assertThatThrownBy(() -> Configuration.from(Map.of("KEEP_REPLACED_DAYS", "-1")))
        .isInstanceOf(StartupFailure.class);
  }

  @Test
  void theEnvironmentSetsTheAddresses() {
    assertThat(Configuration.from(Map.of()).host()).isEqualTo(Configuration.EVERY_ADDRESS);
    assertThat(Configuration.from(Map.of("HOST", "::1")).host()).isEqualTo("::1");
    assertThat(Configuration.from(Map.of("METRICS_HOST", "10.0.0.1")).metrics())
        .contains(new Configuration.Metrics("10.0.0.1", 9091, false));
  }

  @Test
  void theEnvironmentSetsTheLimitsOfConnections() {
    Map<String, String> chosen =
        Map.of("MAX_CONNECTIONS", "500", "MAX_CONNECTIONS_PER_ADDRESS", "20");
    assertThat(Configuration.from(chosen).limits().connections()).isEqualTo(500);
    assertThat(Configuration.from(chosen).limits().connectionsPerAddress()).isEqualTo(20);
    for (String name : chosen.keySet()) {
      assertThatThrownBy(() -> Configuration.from(Map.of(name, "0")))
          .isInstanceOf(StartupFailure.class)
          .hasMessageContaining(name);
    }
    assertThatThrownBy(() -> Configuration.from(Map.of("TRUSTED_PROXIES", "proxy")))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("TRUSTED_PROXIES: proxy");
  }

  @Test
  void theMetricsPortCanBeSetOrSwitchedOff() {
    assertThat(Configuration.from(Map.of("METRICS_PORT", "9000")).metrics())
        .contains(new Configuration.Metrics("127.0.0.1", 9000, true));
    assertThat(Configuration.from(Map.of("METRICS_PORT", "off")).metrics()).isEmpty();
    assertThat(Configuration.from(Map.of()).metrics())
        .contains(new Configuration.Metrics("127.0.0.1", 9091, false));
    assertThatThrownBy(() -> Configuration.from(Map.of("METRICS_PORT", "x")))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("METRICS_PORT");
  }

  @Test
  void anOccupiedMetricsPortStopsTheStartOnlyIfTheOperatorChoseIt() throws Exception {
    ServerLifecycle serving = new ServerLifecycle();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        var metrics = new MetricsServer()) {
      serving.runs(Vertx.vertx());
      int port = taken.getLocalPort();
      serving.show(metrics, new Configuration.Metrics("127.0.0.1", port, false));
      assertThatThrownBy(
              () -> serving.show(metrics, new Configuration.Metrics("127.0.0.1", port, true)))
          .isInstanceOf(StartupFailure.class)
          .hasMessageContaining("is taken: set METRICS_PORT");
    } finally {
      serving.stop();
    }
  }
}
