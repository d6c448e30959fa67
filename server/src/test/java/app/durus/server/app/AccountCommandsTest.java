package app.durus.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.accounts.AccountAdministration.ListedAccount;
import app.durus.server.accounts.AccountCode;
import app.durus.server.accounts.email.EmailAddress;
import app.durus.server.http.BasePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the operator passes on to a listener. */
class AccountCommandsTest {

  @ParameterizedTest
  @CsvSource({
    "yes,true",
    "YES,true",
    "' yes ',true",
    "y,false",
    "no,false",
    "'',false",
    "yesno,false"
  })
  void nothingIsDeletedWithoutAPlainYes(String answer, boolean confirmed) {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    for (String end : List.of("", "\n", "\r\n", "\nmore")) {
      assertThat(
              AccountCommands.isConfirmed(
                  "Aisha",
                  new ByteArrayInputStream((answer + end).getBytes(StandardCharsets.UTF_8)),
                  new PrintStream(shown, true, StandardCharsets.UTF_8)))
          .isEqualTo(confirmed);
    }
    assertThat(shown.toString(StandardCharsets.UTF_8)).contains("The account Aisha");
  }

  @Test
  void anAddressIsListedAndShownOnlyWhereThereIsOne() {
    ListedAccount account =
        new ListedAccount(UUID.randomUUID(), "Aisha", null, Instant.EPOCH, Instant.EPOCH, 2, true);
    assertThat(AccountCommands.text(List.of(account)))
        .isEqualTo("Aisha: since 1970-01-01, last seen 1970-01-01, sessions: 2, disabled");
    ListedAccount withAddress =
        new ListedAccount(
            UUID.randomUUID(), "Aisha", "a@durus.example", Instant.EPOCH, null, 0, false);
    assertThat(AccountCommands.text(List.of(withAddress)))
        .isEqualTo("Aisha: since 1970-01-01, signed in nowhere, sessions: 0, a@durus.example");
    assertThat(AccountCommands.emailText("Aisha", EmailAddress.of("a@durus.example")))
        .isEqualTo("Aisha has the e-mail address a@durus.example.");
    assertThat(AccountCommands.emailText("Aisha", Optional.empty()))
        .isEqualTo("Aisha has no e-mail address.");
  }

  @Test
  void theAddressesAreBelowTheBasePath() {
    AccountCode code = AccountCode.random();
    Map.of(BasePath.ROOT, "", BasePath.parse("/durus"), "/durus")
        .forEach(
            (basePath, before) -> {
              assertThat(AccountCommands.invitationText(code, basePath))
                  .endsWith(" at " + before + "/sign-in?invitation=" + code.text());
              assertThat(AccountCommands.resetText(code, "Aisha", basePath))
                  .endsWith(" at " + before + "/sign-in?code=" + code.text());
            });
  }
}
