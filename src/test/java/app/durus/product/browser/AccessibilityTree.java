package app.durus.product.browser;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.remote.RemoteWebDriver;

/**
 * The elements of a page, by role and accessible name, as the engine reports them to a screen
 * reader.
 */
final class AccessibilityTree {

  private static final String CANDIDATES =
      """
      const [selector, part] = arguments;
      const plain = (text) => (text ?? '').replace(/\\s+/g, ' ').trim();
      const wanted = plain(part);
      const namesOf = (element) => [
        element.getAttribute('aria-label'),
        element.getAttribute('alt'),
        element.getAttribute('title'),
        element.textContent,
        ...(element.getAttribute('aria-labelledby') ?? '').split(' ')
          .map((id) => document.getElementById(id)?.textContent),
        ...[...(element.labels ?? [])].map(({ textContent }) => textContent),
      ];
      return [...document.querySelectorAll(selector)]
        .filter((element) => namesOf(element).some((name) => plain(name).includes(wanted)));
      """;

  private static final String SHOWN =
      """
      const [element] = arguments;
      return element.getClientRects().length > 0
        && element.checkVisibility({ visibilityProperty: true });
      """;

  private final RemoteWebDriver driver;

  AccessibilityTree(RemoteWebDriver driver) {
    this.driver = driver;
  }

  /**
   * @param part of the name that is wanted; empty for any
   */
  Stream<WebElement> find(String role, String part, Predicate<String> isNamed) {
    return candidates(role, part)
        .filter(this::isShown) // first, because WebKit has no name for elements that are not drawn
        .filter(element -> isNamed.test(element.getAccessibleName().strip()))
        .filter(element -> has(role, element));
  }

  /** WebKit reports a native choice as the element that it draws: the button that opens it. */
  private static boolean has(String role, WebElement element) {
    String told = element.getAriaRole();
    return role.equals(told) || role.equals("combobox") && told.equals("button");
  }

  /**
   * Does not use the driver's own check. The driver takes elements for hidden that need scrolling
   * from right to left, and a transparent choice that lies over the visible one.
   */
  private boolean isShown(WebElement element) {
    return (Boolean) driver.executeScript(SHOWN, element);
  }

  /**
   * The elements of a role whose name may have that part. Asking an engine for an accessible name
   * is slow, so elements that cannot have such a name are left out.
   */
  @SuppressWarnings("unchecked")
  private Stream<WebElement> candidates(String role, String part) {
    return ((List<WebElement>) driver.executeScript(CANDIDATES, selectorOf(role), part)).stream();
  }

  private static String selectorOf(String role) {
    return switch (role) {
      case "button" -> "button, [role=button], vaadin-button, summary";
      case "link" -> "a[href], [role=link]";
      case "textbox" -> "input, textarea, [role=textbox]";
      case "slider" -> "input[type=range], [role=slider]";
      case "checkbox" -> "input[type=checkbox], [role=checkbox]";
      case "combobox" -> "select, [role=combobox]";
      case "region" -> "section, [role=region]";
      case "navigation" -> "nav, [role=navigation]";
      case "complementary" -> "aside, [role=complementary]";
      case "image" -> "img, [role=img]";
      case "dialog" -> "dialog[open], [role=dialog]";
      case "heading" -> "h1, h2, h3, [role=heading]";
      default -> "[role=" + role + "]";
    };
  }
}
