package app.durus.server.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.app.Command;
import app.durus.server.startup.StartupFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Settings from the configuration file and from the environment. */
class SettingsFileTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("salafi-durus.conf");
  }

  private Configuration read(String content, String... variables) throws IOException {
    Files.writeString(file, content);
    Map<String, String> environment = new java.util.HashMap<>();
    environment.put("CONFIG_FILE", file.toString());
    for (String variable : variables) {
      String[] parts = variable.split("=", 2);
      environment.put(parts[0], parts[1]);
    }
    return Configuration.from(environment);
  }

  @Test
  void aLineSetsWhatTheVariableOfItsNameSets() throws Exception {
    Configuration configuration =
        read(
            """
            \uFEFF# The server of our school
            PORT = 8443

              HOST="::1"
            KEEP_REPLACED_DAYS='7'
            """);
    assertThat(configuration.port()).isEqualTo(8443);
    assertThat(configuration.host()).isEqualTo("::1");
    assertThat(configuration.keepReplaced().toDays()).isEqualTo(7);
  }

  @Test
  void aVariableHoldsAgainstTheFileUnlessItIsBlank() throws Exception {
    assertThat(read("PORT=1000\n", "PORT=2000").port()).isEqualTo(2000);
    assertThat(read("PORT=1000\n", "PORT= ").port()).isEqualTo(1000);
    assertThat(read("PORT=\n").port()).isEqualTo(8080);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PROT=80          | line 1: there is no setting PROT; --help lists all",
        "port=80          | line 1: there is no setting port; --help lists all",
        "CONFIG_FILE=a    | line 1: there is no setting CONFIG_FILE; --help lists all",
        "PORT 80          | line 1: this is not NAME=value: PORT 80",
        "PORT=1\\nPORT=2  | line 2: PORT was set before",
        "PORT=70000       | PORT is not between 0 and 65535: 70000",
        "PORT=80a         | PORT is not a whole number: 80a",
        "GROUP_COMMIT=yes | GROUP_COMMIT is neither on nor off: yes",
        "TLS_KEY=key.pem  | TLS_CERTIFICATE is missing: TLS_CERTIFICATE and TLS_KEY belong together",
      })
  void aMistakeEndsTheStartWithTheLine(String content, String message) {
    assertThatThrownBy(() -> read(content.replace("\\n", "\n")))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining(message);
  }

  @Test
  void aFileThatCannotBeReadEndsTheStart() throws Exception {
    Map<String, String> environment = Map.of("CONFIG_FILE", file.toString());
    assertThatThrownBy(() -> Configuration.from(environment))
        .isInstanceOf(StartupFailure.class)
        .hasMessage("there is no configuration file " + file);
    Files.write(file, "HOST=é".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Configuration.from(environment))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("not in UTF-8");
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void theHelpListsEachSettingWithItsDefault(Setting setting) {
    String head =
        setting.defaultText().isEmpty()
            ? setting.name()
            : setting.name() + " (" + setting.defaultText() + ")";
    assertThat(Command.USAGE.lines()).contains("  " + head);
    assertThat(Command.USAGE.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
  }

  @Test
  void theDefaultsAreWhatHoldsWithoutSettings() {
    Configuration configuration = Configuration.from(Map.of());
    assertThat(configuration.port()).hasToString(Setting.PORT.defaultText());
    assertThat(configuration.host()).isEqualTo(Setting.HOST.defaultText());
    assertThat(configuration.databaseWait().toSeconds())
        .hasToString(Setting.DATABASE_WAIT_SECONDS.defaultText());
    assertThat(configuration.tls()).isEmpty();
  }
}
