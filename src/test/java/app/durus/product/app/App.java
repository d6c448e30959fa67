package app.durus.product.app;

import app.durus.product.browser.Page;
import java.util.List;
import java.util.stream.Stream;
import org.openqa.selenium.InvalidElementStateException;
import org.openqa.selenium.WebElement;

/**
 * The app as a listener uses it, in a window that is wide enough for the player's slider. Every
 * action is a click. It has succeeded when the app shows it.
 */
public final class App {

  /** One write under way, one that waits for it, and one more that waited for both. */
  private static final int TURNS = 3;

  private static final String COMPLETED_BUTTON = "that marks as completed, or not";

  public static final String PASSWORD = "correct horse battery";

  private final Page page;
  private final String url;
  private final UiTexts texts;

  /**
   * @param url without a path
   */
  public App(Page page, String url) {
    this(page, url, UiTexts.of("en"));
  }

  /**
   * @param texts of the language that it is shown in
   */
  public App(Page page, String url, UiTexts texts) {
    this.page = page;
    this.url = url;
    this.texts = texts;
  }

  public Page page() {
    return page;
  }

  /** Loads a page of the app again. */
  public void open(String path) {
    page.open(path.startsWith("about:") ? path : url + path);
  }

  /** Follows a link to a view: the page is not loaded again, and playback continues. */
  public void visit(String path) {
    page.script(
        """
        history.pushState(null, '', document.baseURI.replace(/\\/$/, '') + arguments[0]);
        dispatchEvent(new PopStateEvent('popstate'));
        """,
        path);
  }

  public void visit(Lecture lecture) {
    visit(lecture.path());
    page.find("heading", lecture.title());
  }

  public void signUp(String name) {
    visit("/sign-in");
    page.click("button", texts.say("signin.new"));
    enter(name, "signin.create");
  }

  public void signIn(String name) {
    visit("/sign-in");
    enter(name, "signin.submit");
  }

  private void enter(String name, String buttonKey) {
    enter(name, PASSWORD, buttonKey);
    page.find("heading", texts.say("home.title"));
  }

  /** Fills in the form that is shown, and presses its button. */
  public void enter(String name, String password, String buttonKey) {
    page.type(texts.say("signin.name"), name);
    page.typePassword(texts.say("signin.password"), password);
    page.click("button", texts.say(buttonKey));
  }

  public void signOut() {
    visit("/settings");
    page.click("button", texts.say("settings.signout"));
    page.awaitText(texts.say("settings.guest"));
  }

  /** Signs out although changes wait that cannot be sent: the app asks first. */
  public void signOutWithPendingChanges() {
    visit("/settings");
    page.click("button", texts.say("settings.signout"));
    WebElement question = page.find("alertdialog", texts.say("signout.title"));
    page.clickIn(question, "button", texts.say("settings.signout"));
    page.awaitText(texts.say("settings.guest"));
  }

  /** Downloads the lecture that is shown, and waits until it plays from this device. */
  public void download() {
    page.clickStarting("button", texts.start("download.start"));
    page.awaitText(texts.say("download.here"));
    awaitWorker();
  }

  /** Without a server only the worker answers. */
  public void awaitWorker() {
    page.await(
        "the page under the worker's control",
        () -> (Boolean) page.script("return navigator.serviceWorker.controller !== null"));
  }

  /** Clicks a mark of the lecture that is shown, and waits until its new state is shown. */
  public void favorite(Lecture lecture, boolean wanted) {
    clickFavorite(lecture);
    awaitFavorite(lecture, wanted);
  }

  public void clickFavorite(Lecture lecture) {
    page.click("button", favoriteName(lecture));
  }

  public void awaitFavorite(Lecture lecture, boolean wanted) {
    page.await("favorite " + wanted, () -> isFavorite(lecture) == wanted);
  }

  public boolean isFavorite(Lecture lecture) {
    return "true".equals(favoriteButton(lecture).getDomAttribute("aria-pressed"));
  }

  private WebElement favoriteButton(Lecture lecture) {
    return page.find("button", favoriteName(lecture));
  }

  private String favoriteName(Lecture lecture) {
    return texts.say("lecture.favorite.named", "title", lecture.title());
  }

  public void complete(boolean wanted) {
    clickCompleted();
    awaitCompleted(wanted);
  }

  void clickCompleted() {
    page.click("button", COMPLETED_BUTTON, completedNames()::contains);
  }

  void awaitCompleted(boolean wanted) {
    page.await("completed " + wanted, () -> isCompleted() == wanted);
  }

  public boolean isCompleted() {
    return completedButton().getAccessibleName().equals(texts.say("lecture.reopen"));
  }

  private WebElement completedButton() {
    return page.find("button", COMPLETED_BUTTON, completedNames()::contains);
  }

  private List<String> completedNames() {
    return List.of(texts.say("lecture.complete"), texts.say("lecture.reopen"));
  }

  /** Starts or continues the lecture that is shown, and waits until it plays. */
  public void play(Lecture lecture) {
    List<String> names =
        Stream.of("play.play", "play.continue", "play.again")
            .map(action -> texts.named(action, lecture.title()))
            .toList();
    page.click("button", "that plays " + lecture.title(), names::contains);
    awaitPlaying();
  }

  /** In the docked player. */
  public void resume() {
    page.click("button", texts.say("play.play"));
    awaitPlaying();
  }

  private void awaitPlaying() {
    page.find("button", texts.say("play.pause"));
    long before = positionMs();
    page.await("playback", () -> positionMs() > before + 200);
  }

  public void pause() {
    page.click("button", texts.say("play.pause"));
    page.find("button", texts.say("play.play"));
  }

  public boolean isPlaying() {
    return (Boolean)
        page.script("return document.querySelector('.transport-play')?.ariaLabel === 'Pause'");
  }

  /** Drags the docked player's slider to another place. */
  public void seek(long toMs) {
    page.slide(".mini-player input[type=range]", toMs);
  }

  /** The position that the docked player shows; -1 while there is no player. */
  public long positionMs() {
    Object shown =
        page.script(
            """
            const slider = document.querySelector('.mini-player input[type=range]');
            return slider === null ? -1 : Math.round(slider.valueAsNumber);
            """);
    return ((Number) shown).longValue();
  }

  /**
   * Waits until all writes that the app has begun are done: transactions over the same stores
   * follow each other. This includes writes that waited for others.
   */
  public void awaitWritten() {
    for (int turn = 0; turn < TURNS; turn++) {
      page.asyncScript(
          """
          const done = arguments[0];
          const opening = indexedDB.open('durus');
          opening.onsuccess = () => {
            const database = opening.result;
            const turn = database.transaction([...database.objectStoreNames], 'readonly');
            turn.oncomplete = () => {
              database.close();
              done();
            };
          };
          """);
    }
  }

  /** Asks for synchronization now, whatever the backoff is. */
  public void sync() {
    visit("/settings");
    page.await(
        "\"Sync now\" was clicked",
        () -> {
          try {
            page.click("button", texts.say("sync.now"));
            return true;
          } catch (InvalidElementStateException disabled) {
            // It began by itself between the check and the click; its own turn follows.
            return null;
          }
        });
  }

  public boolean isSynchronized() {
    return page.text().contains(texts.count("sync.pending", 0));
  }
}
