package app.durus.product;

import app.durus.server.simulation.Ports;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Where stories are told: one server for all classes, one browser for each setting of a class, and
 * for each story an address of its own, at which the browser has never been: nothing is stored
 * there, and no worker runs.
 */
final class StoryStand implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(StoryStand.class);

  private final Map<Setting, Browser> browsers = new EnumMap<>(Setting.class);
  private final List<AutoCloseable> ofThisStory = new ArrayList<>();
  private StoryLibrary library;
  private int profiles;
  private String name;

  @Override
  public void beforeAll(ExtensionContext context) {
    name = context.getRequiredTestClass().getSimpleName();
    library =
        context
            .getRoot()
            .getStore(STORE)
            .computeIfAbsent("library", key -> opened(), StoryLibrary.class);
  }

  /** Opens a page of the app for the first time. */
  Story tell(Setting setting, String path) throws IOException {
    Browser browser = browsers.get(setting);
    if (browser == null) {
      browser = start(setting);
      browsers.put(setting, browser);
    }
    browser.forgetCookies();
    return tell(setting, browser, path);
  }

  /** The same on another device, a browser of its own. */
  Story tellElsewhere(Setting setting, String path) throws IOException {
    Browser browser = start(setting);
    ofThisStory.add(browser);
    return tell(setting, browser, path);
  }

  StoryLibrary library() {
    return library;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (Browser browser : browsers.values()) {
      browser.leave();
    }
    for (AutoCloseable each : ofThisStory.reversed()) {
      each.close();
    }
    ofThisStory.clear();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    browsers.values().forEach(Browser::close);
    browsers.clear();
  }

  private Story tell(Setting setting, Browser browser, String path) throws IOException {
    Cable cable = new Cable(Ports.free(), library.product().port());
    ofThisStory.add(cable);
    browser.resize(setting.size());
    Story story = new Story(setting, browser, cable, library.product());
    story.app().open(path);
    return story;
  }

  private Browser start(Setting setting) throws IOException {
    return Browser.start(
        library.folder().resolve(name + "-" + ++profiles), setting.locale(), setting.size());
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
