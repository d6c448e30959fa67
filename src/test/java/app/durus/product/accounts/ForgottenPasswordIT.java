package app.durus.product.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.app.App;
import app.durus.product.app.UiTexts;
import app.durus.product.browser.Browser;
import app.durus.product.server.Product;
import app.durus.server.waiting.Eventually;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;

/** A forgotten password in a real browser, with a real mail server. */
@EnabledIf("app.durus.product.browser.InstalledBrowser#isThere")
class ForgottenPasswordIT {

  private static final Dimension PHONE = new Dimension(390, 844);
  private static final String ADDRESS = "umar@durus.example";
  private static final String NEW_PASSWORD = "battery staple horse";
  private static final Pattern CODE = Pattern.compile("[0-9A-Z]{4}(-[0-9A-Z]{4}){2}");
  private static final Pattern LINK = Pattern.compile("https://durus\\.example(/\\S+)");

  @TempDir Path folder;

  private final UiTexts texts = UiTexts.of("ar");
  private final GreenMail mailServer =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private Product product;
  private Browser browser;
  private App app;

  @BeforeEach
  void start() throws Exception {
    mailServer.start();
    product =
        Product.start(
            folder.resolve("data"),
            Map.of(
                "SMTP_HOST", "127.0.0.1",
                "SMTP_PORT", Integer.toString(mailServer.getSmtp().getPort()),
                "SMTP_SECURITY", "none",
                "SMTP_FROM", "app@durus.example",
                "PUBLIC_URL", "https://durus.example"));
    browser = Browser.start(folder.resolve("profile"), Locale.forLanguageTag("ar"), PHONE);
    app = new App(browser, product.url(), texts);
    app.open("/");
  }

  @AfterEach
  void stop() {
    browser.close();
    product.close();
    mailServer.stop();
  }

  @Test
  @DisplayName("a listener confirms an address, forgets the password, and chooses a new one")
  void confirmsForgetsAndChooses() throws Exception {
    app.signUp("umar");
    app.visit("/account");
    browser.type(texts.say("email.address"), ADDRESS);
    // Other fields of the page have the name of the next one.
    browser.press(Keys.TAB);
    browser.press(App.PASSWORD);
    browser.click("button", texts.say("email.send"));
    browser.type(texts.say("reset.code"), found(CODE, message(1)).group());
    browser.click("button", texts.say("email.confirm"));
    browser.awaitText(texts.say("email.confirmed"));
    assertThat(product.run("account", "list").output()).contains("umar").contains(ADDRESS);

    app.signOut();
    app.visit("/sign-in");
    browser.click("button", texts.say("reset.link"));
    browser.type(texts.say("forgot.name"), ADDRESS);
    browser.click("button", texts.say("forgot.submit"));
    browser.awaitText(texts.say("forgot.sent"));

    app.open(found(LINK, message(2)).group(1));
    browser.typePassword(texts.say("password.new"), NEW_PASSWORD);
    browser.click("button", texts.say("reset.submit"));
    browser.find("heading", texts.say("home.title"));
    app.visit("/settings");
    browser.awaitText(texts.say("settings.signedin", "name", "umar"));
  }

  /** The text of the message of this number, once it has arrived. */
  private String message(int number) throws Exception {
    MimeMessage[] arrived =
        Eventually.get(
            number + " messages", mailServer::getReceivedMessages, all -> all.length >= number);
    return (String) arrived[number - 1].getContent();
  }

  private static MatchResult found(Pattern pattern, String text) {
    return pattern.matcher(text).results().findFirst().orElseThrow();
  }
}
