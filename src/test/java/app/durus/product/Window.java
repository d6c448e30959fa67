package app.durus.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.remote.RemoteWebDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A browser's window, in any engine: where it is, what it reads, and waiting for what it shows. */
abstract class Window implements AutoCloseable {

  /** Held, so that its level stays. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  static {
    // It misses its own model of Chromium's newest protocol for developer tools; we use none of it.
    SELENIUM.setLevel(Level.SEVERE);
  }

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration SCRIPT_PATIENCE = Duration.ofMinutes(2);

  private final RemoteWebDriver driver;

  Window(RemoteWebDriver driver) {
    this.driver = driver;
  }

  void open(String url) {
    driver.get(url);
  }

  void reload() {
    driver.navigate().refresh();
  }

  String path() {
    return java.net.URI.create(driver.getCurrentUrl()).getPath();
  }

  /** Opens another window of the same profile and goes there; answers how to come back to it. */
  String openWindow() {
    driver.switchTo().newWindow(WindowType.WINDOW);
    return driver.getWindowHandle();
  }

  String window() {
    return driver.getWindowHandle();
  }

  void goToWindow(String handle) {
    driver.switchTo().window(handle);
  }

  void closeWindow() {
    driver.close();
  }

  void awaitText(String text) {
    await(
        "the text \"" + text + "\"",
        () -> {
          if (!driver.findElement(By.tagName("body")).getText().contains(text)) {
            throw new NoSuchElementException(text);
          }
          return true;
        });
  }

  /** What is said to screen readers where the focus is not. */
  void awaitSaid(String words) {
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

  String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  Object script(String body, Object... arguments) {
    return driver.executeScript(body, arguments);
  }

  Object asyncScript(String body, Object... arguments) {
    return asyncScript(SCRIPT_PATIENCE, body, arguments);
  }

  Object asyncScript(Duration patience, String body, Object... arguments) {
    driver.manage().timeouts().scriptTimeout(patience);
    return driver.executeAsyncScript(body, arguments);
  }

  <T> T await(String what, Supplier<T> attempt) {
    return await(what, PATIENCE, attempt);
  }

  <T> T await(String what, Duration patience, Supplier<T> attempt) {
    try {
      return new WebDriverWait(driver, patience, Duration.ofMillis(100))
          .ignoring(NoSuchElementException.class, StaleElementReferenceException.class)
          .withMessage(() -> what + " at " + driver.getCurrentUrl())
          .until(ignored -> attempt.get());
    } catch (TimeoutException e) {
      throw new AssertionError(
          "not found in time: "
              + what
              + "\non the page:\n"
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
   * What the page logged as errors since this was last asked; nothing where the engine does not
   * tell.
   */
  List<String> errors() {
    return List.of();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
