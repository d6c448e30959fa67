package app.durus.product.stories;

import app.durus.product.browser.Browser;
import app.durus.product.server.CuttableProxy;
import app.durus.server.processes.Ports;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts the parts of a story: one server for all classes, and one browser for each variant. Each
 * story has an address that the browser has never visited, so that nothing is stored there and no
 * worker runs.
 */
public final class StoryHarness implements BeforeAllCallback, AfterEachCallback {

  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(StoryHarness.class);

  private final List<AutoCloseable> ofThisStory = new ArrayList<>();
  private StoryLibrary library;

  @Override
  public void beforeAll(ExtensionContext context) {
    library =
        context
            .getRoot()
            .getStore(STORE)
            .computeIfAbsent("library", key -> opened(), StoryLibrary.class);
  }

  /** Opens a page of the app for the first time. */
  public Story tell(StoryVariant setting, String path) throws IOException {
    Browser browser = library.browser(setting);
    browser.forgetCookies();
    browser.systemMedia();
    leaveAfterwards(browser);
    return tell(setting, browser, path);
  }

  /** The same on another device, a browser of its own. */
  public Story tellElsewhere(StoryVariant setting, String path) throws IOException {
    Browser browser = library.startBrowser(setting);
    ofThisStory.add(browser);
    return tell(setting, browser, path);
  }

  public StoryLibrary library() {
    return library;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (AutoCloseable each : ofThisStory.reversed()) {
      each.close();
    }
    ofThisStory.clear();
  }

  /** Closes the page. */
  private void leaveAfterwards(Browser browser) {
    ofThisStory.add(() -> browser.open("about:blank"));
  }

  private Story tell(StoryVariant setting, Browser browser, String path) throws IOException {
    CuttableProxy cable = new CuttableProxy(Ports.free(), library.product().port());
    ofThisStory.add(cable);
    browser.resize(setting.size());
    Story story = new Story(setting, browser, cable, library.product());
    story.app().open(path);
    return story;
  }

  private static StoryLibrary opened() {
    try {
      return new StoryLibrary();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the product started", e);
    }
  }
}
