package app.durus.product.stories;

import app.durus.product.app.App;
import app.durus.product.app.Playback;
import app.durus.product.app.UiTexts;
import app.durus.product.browser.Browser;
import app.durus.product.server.CuttableProxy;
import app.durus.product.server.Product;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;
import org.openqa.selenium.WebElement;

/**
 * A listener who uses the app in one variant. Names of controls are keys of the app's texts. What
 * the operator named has its title.
 */
public final class Story {

  private final StoryVariant setting;
  private final Browser browser;
  private final CuttableProxy cable;
  private final Product product;
  private final UiTexts texts;
  private final App app;
  private final Playback playback;

  Story(StoryVariant setting, Browser browser, CuttableProxy cable, Product product) {
    this.setting = setting;
    this.browser = browser;
    this.cable = cable;
    this.product = product;
    this.texts = setting.texts();
    this.app = new App(browser, cable.url(), texts);
    this.playback = new Playback(browser, texts);
  }

  public StoryVariant setting() {
    return setting;
  }

  public StoryVariant.LectureTitles titles() {
    return setting.titles();
  }

  public Browser browser() {
    return browser;
  }

  public App app() {
    return app;
  }

  public Playback playback() {
    return playback;
  }

  public UiTexts texts() {
    return texts;
  }

  public CuttableProxy cable() {
    return cable;
  }

  public String say(String key, Object... named) {
    return texts.say(key, named);
  }

  public WebElement find(String role, String key, Object... named) {
    return browser.find(role, say(key, named));
  }

  /** The element with this title in a region. */
  public WebElement findIn(String regionKey, String role, String title) {
    return browser.findIn(find("region", regionKey), role, title);
  }

  public void click(String role, String key, Object... named) {
    browser.click(role, say(key, named));
  }

  public void awaitGone(String role, String key, Object... named) {
    browser.awaitGone(role, say(key, named));
  }

  /** The present value of a choice, as it is shown. */
  public String chosen(String key) {
    return (String)
        browser.script("return arguments[0].selectedOptions[0].text", find("combobox", key));
  }

  public void awaitText(String key, Object... named) {
    browser.awaitText(say(key, named));
  }

  public void awaitSaid(String key, Object... named) {
    browser.awaitSaid(say(key, named));
  }

  /** Goes to one of the four views, and to Settings on a desk, by the main navigation. */
  public void goTo(String titleKey) {
    click("link", titleKey);
    browser.find("heading", say(titleKey));
  }

  /** Follows the link of that title to its view. */
  public void follow(String title) {
    browser.click("link", title);
    browser.find("heading", title);
  }

  /** By hand: Home, its series, and there the lecture. */
  public void openLecture(String title) {
    goTo("home.title");
    follow(titles().series());
    follow(title);
  }

  /** The "Back" link, to the view of that title. */
  public void goBack(String title) {
    click("link", "app.back");
    browser.find("heading", title);
  }

  public String idOf(String table, String titleColumn, String title)
      throws SQLException, IOException {
    return product
        .ask(
            String.format(
                Locale.ROOT, "SELECT id FROM %s WHERE %s = '%s'", table, titleColumn, title))
        .orElseThrow();
  }

  /** Cuts the network, as in an aeroplane. Waits until the app shows it. */
  public void goOffline() throws IOException {
    cable.cut();
  }

  /** Restores the network. The app notices at the latest when the listener returns to it. */
  public void goOnline() throws IOException {
    cable.mend();
    comeBack();
  }

  /** As from another app. */
  public void comeBack() {
    browser.script("document.dispatchEvent(new Event('visibilitychange'))");
  }
}
