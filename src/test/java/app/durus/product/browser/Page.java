package app.durus.product.browser;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.remote.RemoteWebDriver;

/** A page in any engine. Finds elements by role and accessible name, as a listener does. */
public abstract class Page extends PointerInput {

  private final RemoteWebDriver driver;
  private final AccessibilityTree roles;

  public Page(RemoteWebDriver driver) {
    super(driver);
    this.driver = driver;
    this.roles = new AccessibilityTree(driver);
  }

  /** The first visible element with this role and accessible name, awaited. */
  public WebElement find(String role, String name) {
    return find(role, "named \"" + name + "\"", name, name::equals);
  }

  /**
   * The first visible element with this role whose accessible name begins with this text, awaited.
   */
  public WebElement findStarting(String role, String nameStart) {
    return find(
        role, "named \"" + nameStart + "…\"", nameStart, name -> name.startsWith(nameStart));
  }

  /**
   * The first visible element with this role whose accessible name fulfils the condition, awaited.
   */
  public WebElement find(String role, String description, Predicate<String> isNamed) {
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
  public Optional<WebElement> look(String role, String name) {
    return lookAtRest(() -> roles.find(role, name, name::equals).findFirst());
  }

  /**
   * The accessible names with this beginning of all elements of this role, in the order of the
   * page.
   */
  public List<String> names(String role, String start) {
    return lookAtRest(
        () ->
            roles
                .find(role, start, name -> name.startsWith(start))
                .map(WebElement::getAccessibleName)
                .toList());
  }

  /** As {@link #find}, inside of an element. */
  public WebElement findIn(WebElement outer, String role, String name) {
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

  public void awaitGone(String role, String name) {
    await("no " + role + " named \"" + name + "\"", () -> look(role, name).isEmpty());
  }

  public void click(String role, String name) {
    click(() -> find(role, name));
  }

  /** As {@link #click}, inside of an element, such as a dialog. */
  public void clickIn(WebElement outer, String role, String name) {
    click(() -> findIn(outer, role, name));
  }

  /** As {@link #click}, on the element that {@link #findStarting} finds. */
  public void clickStarting(String role, String nameStart) {
    click(() -> findStarting(role, nameStart));
  }

  public void click(String role, String description, Predicate<String> isNamed) {
    click(() -> find(role, description, isNamed));
  }

  private void click(Supplier<WebElement> wanted) {
    await(
        "a click that nothing else receives",
        () -> {
          WebElement found = wanted.get();
          // Scrolls the element out from under docked ones, as a thumb does. The driver scrolls
          // only elements outside of the window.
          driver.executeScript(
              "arguments[0].scrollIntoView({ block: 'nearest', behavior: 'instant' })", found);
          if (!isAtRest(found)) {
            return null; // the driver would press the former place, so an element that slides in is
            // pressed later
          }
          try {
            found.click();
            return true;
          } catch (ElementClickInterceptedException underSomethingElse) {
            return null;
          }
        });
  }

  public void type(String name, String text) {
    WebElement field = find("textbox", name);
    field.clear();
    field.sendKeys(text);
  }

  /**
   * Presses keys, as a keyboard does: they go to the element that has the focus when they arrive.
   * An element that had it earlier may be gone.
   */
  public void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /**
   * As {@link #press}, with another key held down.
   *
   * @param key the character that it gives with that one held
   */
  public void pressHolding(Keys held, CharSequence key) {
    new Actions(driver).keyDown(held).sendKeys(key).keyUp(held).perform();
  }

  /** The accessible name of the element that has the focus. */
  public String focused() {
    return driver.switchTo().activeElement().getAccessibleName();
  }

  /**
   * Waits until this much time has passed by the page's own clock, for actions that the app does
   * only after that time.
   */
  public void awaitClock(String why, long ms) {
    String now = "return performance.now()";
    double begunMs = ((Number) script(now)).doubleValue();
    await(
        why + ": " + ms + " ms on the page's clock",
        () -> ((Number) script(now)).doubleValue() > begunMs + ms);
  }

  public void typePassword(String name, String text) {
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

  /** Chooses the option with this text. */
  public void choose(String name, String option) {
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

  /** Tries again while the element is being replaced. */
  private <T> T lookAtRest(Supplier<T> look) {
    return await("a page that does not change while it is looked at", look);
  }
}
