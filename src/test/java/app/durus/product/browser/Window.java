package app.durus.product.browser;

import app.durus.server.waiting.Eventually;
import app.durus.server.waiting.HangGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.remote.RemoteWebDriver;

/** A browser's window in any engine: its address, its text, and waiting for its contents. */
abstract class Window implements AutoCloseable {

  /** Held, so that its log level stays set. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  static {
    // It has no model of Chromium's newest protocol for developer tools; the tests use none of it.
    SELENIUM.setLevel(Level.SEVERE);
  }

  private final RemoteWebDriver driver;

  Window(RemoteWebDriver driver) {
    this.driver = driver;
  }

  public void open(String url) {
    driver.get(url);
  }

  public void reload() {
    driver.navigate().refresh();
  }

  public String path() {
    return java.net.URI.create(driver.getCurrentUrl()).getPath();
  }

  /** Opens another window of the same profile and goes there. Returns how to come back to it. */
  public String openWindow() {
    driver.switchTo().newWindow(WindowType.WINDOW);
    return driver.getWindowHandle();
  }

  public String window() {
    return driver.getWindowHandle();
  }

  public void goToWindow(String handle) {
    driver.switchTo().window(handle);
  }

  /** All open windows, whoever opened them. */
  public Set<String> windows() {
    return driver.getWindowHandles();
  }

  public void closeWindow() {
    driver.close();
  }

  public void awaitText(String text) {
    await(
        "the text \"" + text + "\"",
        () -> {
          if (!driver.findElement(By.tagName("body")).getText().contains(text)) {
            throw new NoSuchElementException(text);
          }
          return true;
        });
  }

  /** Texts that screen readers announce although they do not have the focus. */
  public void awaitSaid(String words) {
    await(
        "said: " + words,
        () ->
            (Boolean)
                script(
                    """
                    return [...document.querySelectorAll('[role=status], [role=alert]')]
                      .some(({ textContent }) => textContent.includes(arguments[0]));
                    """,
                    words));
  }

  public String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  public Object script(String body, Object... arguments) {
    return driver.executeScript(body, arguments);
  }

  /**
   * Runs a script in a frame of this page, whatever its origin is.
   *
   * @param selector of the frame, in CSS
   */
  public Object scriptInFrame(String selector, String body) {
    driver.switchTo().frame(driver.findElement(By.cssSelector(selector)));
    try {
      return driver.executeScript(body);
    } finally {
      driver.switchTo().defaultContent();
    }
  }

  /** Runs a script that calls its last argument with its result when it has ended. */
  public Object asyncScript(String body, Object... arguments) {
    driver.manage().timeouts().scriptTimeout(HangGuard.LIMIT);
    return driver.executeAsyncScript(body, arguments);
  }

  /**
   * Waits until an attempt returns neither null nor false. An element that is missing, or gone, is
   * looked for again.
   *
   * @param what is awaited, as a failure names it
   * @throws AssertionError when the hang guard ends the wait; it contains the page's text
   */
  public <T> T await(String what, Supplier<T> attempt) {
    try {
      return Eventually.get(
          what,
          () -> {
            try {
              return attempt.get();
            } catch (NoSuchElementException | StaleElementReferenceException notYet) {
              return null;
            }
          },
          seen -> seen != null && !Boolean.FALSE.equals(seen));
    } catch (AssertionError e) {
      throw new AssertionError(
          e.getMessage()
              + "\nat "
              + driver.getCurrentUrl()
              + ", on the page:\n"
              + text()
              + "\n"
              + String.join("\n", errors()),
          e);
    }
  }

  void screenshot(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  /**
   * The errors that the page has logged since the last call; empty where the engine does not report
   * them.
   */
  List<String> errors() {
    return List.of();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
