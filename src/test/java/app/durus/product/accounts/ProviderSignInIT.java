package app.durus.product.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.app.App;
import app.durus.product.app.UiTexts;
import app.durus.product.browser.Browser;
import app.durus.product.server.Product;
import app.durus.server.accounts.openid.TestProvider;
import app.durus.server.processes.Ports;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;

/**
 * Signing in with a real OpenID Connect provider in a real browser. The provider is another site:
 * 127.0.0.1, while the app is localhost.
 */
@EnabledIf("app.durus.product.browser.InstalledBrowser#isThere")
class ProviderSignInIT {

  private static final Dimension PHONE = new Dimension(390, 844);
  private static final String NAME = "The Mosque";

  @TempDir Path folder;

  private final UiTexts texts = UiTexts.of("en");
  private int providerPort;
  private Product product;
  private TestProvider provider;
  private Browser browser;
  private App app;

  @BeforeEach
  void start() throws Exception {
    providerPort = Ports.free();
    product =
        Product.start(
            folder.resolve("data"),
            Map.of(
                "LOCAL_ACCOUNTS",
                "off",
                "OPENID_ISSUER",
                TestProvider.issuer(providerPort),
                "OPENID_CLIENT_ID",
                TestProvider.CLIENT_ID,
                "OPENID_CLIENT_SECRET",
                TestProvider.CLIENT_SECRET,
                "OPENID_NAME",
                NAME));
    startProvider();
    browser = Browser.start(folder.resolve("profile"), Locale.ENGLISH, PHONE);
    app = new App(browser, product.url(), texts);
    app.open("/");
    // The worker answers navigations of the app from here on, and must leave these to the network.
    app.awaitWorker();
  }

  private void startProvider() throws IOException {
    provider =
        TestProvider.start(
            providerPort, product.url() + "/openid/callback", folder.resolve("provider.log"));
  }

  @AfterEach
  void stop() {
    browser.close();
    provider.close();
    product.close();
  }

  @Test
  @DisplayName("a listener signs in with the provider, takes the data along, and signs out")
  void signsInAndOut() throws Exception {
    signIn("first:umar");
    app.visit("/settings");
    browser.awaitText(texts.say("settings.signedin", "name", "umar"));

    app.visit("/account");
    browser.downloadTo(folder);
    browser.click("link", texts.say("journal.export"));
    Path file = folder.resolve("salafi-durus.json");
    browser.await("the file of all data", () -> Files.exists(file));
    JsonNode data = new ObjectMapper().readTree(file.toFile()).get("account");
    assertThat(data.get("identities").get(0).get("subject").asText()).isEqualTo("first:umar");
    assertThat(browser.look("button", texts.say("password.change"))).isEmpty();

    app.signOut();
    browser.reload();
    browser.awaitText(texts.say("settings.guest"));
    assertThat(product.ask("SELECT count(*) FROM listener_session")).contains("0");
  }

  @Test
  @DisplayName("a provider that does not answer, or a refusal there, is told in plain words")
  void tellsWhatWentWrong() throws Exception {
    provider.close();
    begin();
    browser.awaitText(texts.say("signin.problem.provider.unavailable"));

    startProvider();
    begin();
    browser.click("link", "[ Cancel ]");
    browser.awaitText(texts.say("signin.problem.provider.cancelled"));

    signIn("second:umar");
  }

  @Test
  @DisplayName("the device of a deleted account says so, and keeps what it has for the guest")
  void aDeletedAccountIsTold() throws Exception {
    signIn("third:umar");
    assertThat(product.run("account", "delete", "umar", "--yes").output()).contains("are deleted");
    app.visit("/settings");
    browser.click("button", texts.say("sync.now"));
    browser.find("complementary", texts.say("deleted.title"));
    browser.click("button", texts.say("deleted.keep"));
    browser.awaitText(texts.say("settings.guest"));
    browser.reload();
    browser.awaitText(texts.say("settings.guest"));
  }

  private void begin() {
    app.visit("/sign-in");
    browser.click("button", texts.say("signin.openid", "name", NAME));
  }

  private void signIn(String login) {
    begin();
    browser.find("button", "Sign-in");
    browser.script("document.querySelector('[name=login]').value = arguments[0];", login);
    browser.script("document.querySelector('[name=password]').value = 'x';");
    browser.click("button", "Sign-in");
    browser.click("button", "Continue");
    browser.find("heading", texts.say("home.title"));
  }
}
