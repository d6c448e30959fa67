package app.durus.product.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Checks a page by the rules of WCAG 2.2 AA and by axe's best practices. */
public final class Axe {

  private static final Path SCRIPT = Path.of("node_modules", "axe-core", "axe.min.js");

  private static final List<String> TAGS =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
  private static final List<String> COLOUR = List.of("color-contrast", "link-in-text-block");

  private final Browser browser;
  private final String script;

  public Axe(Browser browser) throws IOException {
    this.browser = browser;
    this.script = Files.readString(SCRIPT);
  }

  /**
   * The faults of the page as it is shown now, one line for each; empty when there is none.
   *
   * @param place for the reader of a failure
   */
  public List<String> violations(String place) {
    return ask(place, "tags", TAGS);
  }

  /** As {@link #violations}, for the rules that another theme alone can break. */
  public List<String> violationsOfColour(String place) {
    return ask(place, "rules", COLOUR);
  }

  @SuppressWarnings("unchecked")
  private List<String> ask(String place, String kind, List<String> values) {
    if (Boolean.FALSE.equals(browser.script("return 'axe' in window"))) {
      browser.script(script);
    }
    Object answer =
        browser.asyncScript(
            """
            const [place, type, values, done] = arguments;
            axe.run({ runOnly: { type, values }, resultTypes: ['violations'] }).then(
              ({ violations, passes }) =>
                done(
                  passes.length === 0
                    ? [place + ': axe looked at nothing']
                    : violations.flatMap(({ id, nodes }) =>
                        nodes.map(
                          ({ target, failureSummary }) =>
                            `${place}: ${id} at ${target.join(' ')}: ${failureSummary.replace(/\\s+/g, ' ')}`,
                        ),
                      ),
                ),
              (fault) => done([`${place}: axe failed: ${fault}`]),
            );
            """,
            place,
            kind,
            values);
    return (List<String>) answer;
  }
}
