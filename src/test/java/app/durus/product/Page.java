package app.durus.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.remote.RemoteWebDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A page in any engine. Finds things as a listener does: by role and accessible name. */
abstract class Page implements AutoCloseable {

  /** Held, so that its level stays. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  static {
    // It misses its own model of Chromium's newest protocol for developer tools; we use none of it.
    SELENIUM.setLevel(Level.SEVERE);
  }

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration SCRIPT_PATIENCE = Duration.ofMinutes(2);

  private final RemoteWebDriver driver;
  private final Roles roles;

  Page(RemoteWebDriver driver) {
    this.driver = driver;
    this.roles = new Roles(driver);
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

  /** The first visible element with this role and accessible name, awaited. */
  WebElement find(String role, String name) {
    return find(role, "named \"" + name + "\"", name, name::equals);
  }

  /** The first visible element with this role whose accessible name begins so, awaited. */
  WebElement findStarting(String role, String nameStart) {
    return find(
        role, "named \"" + nameStart + "…\"", nameStart, name -> name.startsWith(nameStart));
  }

  /** The first visible element with this role whose accessible name is as it should be, awaited. */
  WebElement find(String role, String description, Predicate<String> isNamed) {
    return find(role, description, "", isNamed);
  }

  private WebElement find(String role, String description, String part, Predicate<String> isNamed) {
    return await(
        "a " + role + " " + description,
        () ->
            roles
                .find(role, part, isNamed)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(description)));
  }

  /** The first visible element with this role and accessible name, if it is there now. */
  Optional<WebElement> look(String role, String name) {
    return retryStale(() -> roles.find(role, name, name::equals).findFirst());
  }

  /** The accessible names that begin so of all with this role, in the order of the page. */
  List<String> names(String role, String start) {
    return retryStale(
        () ->
            roles
                .find(role, start, name -> name.startsWith(start))
                .map(WebElement::getAccessibleName)
                .toList());
  }

  /** As {@link #find}, of what is inside of something. */
  WebElement findIn(WebElement outer, String role, String name) {
    return await(
        "a " + role + " named \"" + name + "\" in " + outer.getAccessibleName(),
        () ->
            roles
                .find(role, name, name::equals)
                .filter(
                    found ->
                        (Boolean)
                            script("return arguments[0].contains(arguments[1])", outer, found))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(name)));
  }

  void awaitGone(String role, String name) {
    await("no " + role + " named \"" + name + "\"", () -> look(role, name).isEmpty());
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

  void click(String role, String name) {
    click(() -> find(role, name));
  }

  void click(String role, String description, Predicate<String> isNamed) {
    click(() -> find(role, description, isNamed));
  }

  private void click(Supplier<WebElement> wanted) {
    retryStale(
        () -> {
          WebElement found = wanted.get();
          // Out from under what is docked, as a thumb does: the driver scrolls only what is not in
          // the window.
          driver.executeScript(
              "arguments[0].scrollIntoView({ block: 'nearest', behavior: 'instant' })", found);
          found.click();
          return true;
        });
  }

  void type(String name, String text) {
    WebElement field = find("textbox", name);
    field.clear();
    field.sendKeys(text);
  }

  /** Presses keys where the focus is. */
  void press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /** What the focus is on, by its accessible name. */
  String focused() {
    return driver.switchTo().activeElement().getAccessibleName();
  }

  /** With the pointer, at that part of its width from the left. */
  void clickAt(WebElement element, double partOfWidth) {
    int width = element.getSize().getWidth();
    new Actions(driver)
        .moveToElement(element, (int) Math.round(width * (partOfWidth - 0.5)), 0)
        .click()
        .perform();
  }

  /** Takes hold of something with the pointer and lets it go further down; negative is up. */
  void drag(WebElement held, int downPx) {
    new Actions(driver)
        .moveToElement(held)
        .clickAndHold()
        .moveByOffset(0, downPx / 2)
        .moveByOffset(0, downPx - downPx / 2)
        .release()
        .perform();
  }

  void typePassword(String name, String text) {
    WebElement field =
        await(
            "a password field named \"" + name + "\"",
            () ->
                driver.findElements(By.cssSelector("input[type=password]")).stream()
                    .filter(element -> element.getAccessibleName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchElementException(name)));
    field.clear();
    field.sendKeys(text);
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

  /** Drags a slider there and lets it go; awaited. */
  void slide(String selector, long to) {
    await(
        "the slider " + selector,
        () -> {
          slide(driver.findElement(By.cssSelector(selector)), to);
          return true;
        });
  }

  void slide(WebElement slider, long to) {
    script(
        """
        const [slider, to] = arguments;
        // As the browser sets it: what React set itself, it takes for old.
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(slider, to);
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        slider.dispatchEvent(new Event('change', { bubbles: true }));
        """,
        slider,
        to);
  }

  /** Takes what reads so from a choice. */
  void choose(String name, String option) {
    await(
        option + " of the choice " + name,
        () ->
            (Boolean)
                    script(
                        """
                        const [choice, wanted] = arguments;
                        const option = [...choice.options].find(({ text }) => text === wanted);
                        if (option === undefined) return false;
                        choice.value = option.value;
                        choice.dispatchEvent(new Event('change', { bubbles: true }));
                        return true;
                        """,
                        find("combobox", name),
                        option)
                ? true
                : null);
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

  private <T> T retryStale(Supplier<T> action) {
    for (int attempt = 0; ; attempt++) {
      try {
        return action.get();
      } catch (StaleElementReferenceException e) {
        if (attempt == 3) {
          throw e;
        }
      }
    }
  }
}
