package app.durus.product.browser;

import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.remote.RemoteWebDriver;

/**
 * What a listener does with a pointer or a finger beyond a click: clicks at a place, drags, slides.
 */
abstract class PointerInput extends Window {

  private final RemoteWebDriver driver;

  PointerInput(RemoteWebDriver driver) {
    super(driver);
    this.driver = driver;
  }

  /** Clicks with the pointer, at that part of the element's width from the left. */
  public void clickAt(WebElement element, double partOfWidth) {
    awaitAtRest(element);
    int width = element.getSize().getWidth();
    new Actions(driver)
        .moveToElement(element, (int) Math.round(width * (partOfWidth - 0.5)), 0)
        .click()
        .perform();
  }

  /** Drags an element down with the pointer; a negative distance is up. */
  public void drag(WebElement held, int downPx) {
    awaitAtRest(held);
    new Actions(driver)
        .moveToElement(held)
        .clickAndHold()
        .moveByOffset(0, downPx / 2)
        .moveByOffset(0, downPx - downPx / 2)
        .release()
        .perform();
  }

  /** As {@link #drag}, but the element is moved and released before anything is drawn. */
  public void flick(WebElement held, int downPx) {
    awaitAtRest(held);
    asyncScript(
        """
        const [held, downPx, done] = arguments;
        const { left, top, width, height } = held.getBoundingClientRect();
        const tell = (type, byPx) =>
          held.dispatchEvent(
            new PointerEvent(type, {
              bubbles: true, pointerId: 1, isPrimary: true, button: 0,
              clientX: left + width / 2, clientY: top + height / 2 + byPx,
            }));
        tell('pointerdown', 0);
        requestAnimationFrame(() => requestAnimationFrame(() => {
          tell('pointermove', downPx);
          tell('pointerup', downPx);
          done(null);
        }));
        """,
        held,
        downPx);
  }

  /** An element that slides in cannot be dragged before it has arrived. */
  private void awaitAtRest(WebElement element) {
    await("something at rest", () -> isAtRest(element));
  }

  /**
   * Whether the element stays in its place from one frame to the next; a hidden page draws none.
   */
  boolean isAtRest(WebElement element) {
    try {
      return (Boolean)
          asyncScript(
              """
              const [element, done] = arguments;
              const before = element.getBoundingClientRect();
              const judge = () => {
                const { left, top } = element.getBoundingClientRect();
                done(left === before.left && top === before.top);
              };
              requestAnimationFrame(() => requestAnimationFrame(judge));
              // A page that nobody sees draws no picture.
              setTimeout(judge, document.hidden ? 0 : 5_000);
              """,
              element);
    } catch (JavascriptException pageLeft) {
      return false;
    }
  }

  /** Drags a slider to a place and releases it; awaited. */
  public void slide(String selector, long to) {
    await(
        "the slider " + selector,
        () -> {
          slide(driver.findElement(By.cssSelector(selector)), to);
          return true;
        });
  }

  public void slide(WebElement slider, long to) {
    script(
        """
        const [slider, to] = arguments;
        // Sets the value as the browser does. React ignores a value that it has set itself.
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(slider, to);
        slider.dispatchEvent(new Event('input', { bubbles: true }));
        slider.dispatchEvent(new Event('change', { bubbles: true }));
        """,
        slider,
        to);
  }
}
