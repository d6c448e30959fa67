package app.durus.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.accounts.AccountCode;
import app.durus.server.http.BasePath;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the operator passes on to a listener. */
class AccountCommandsTest {

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
