package app.durus.product;

import java.time.Duration;
import java.util.regex.Pattern;
import org.openqa.selenium.WebElement;

/**
 * The app in a browser window that is wide enough for the player's slider, as a listener uses it:
 * what is done is done by clicking, and counts as done when the app shows it.
 */
final class App {

  private static final Pattern PLAYS = Pattern.compile("(Play|Continue|Listen again): .*");

  /** One that is being written, one that waits for it, and one more that waited for both. */
  private static final int TURNS = 3;

  static final String PASSWORD = "correct horse battery";

  private final Page page;
  private final String url;

  /**
   * @param url without a path
   */
  App(Page page, String url) {
    this.page = page;
    this.url = url;
  }

  Page page() {
    return page;
  }

  /** Loads a page of the app anew. */
  void open(String path) {
    page.open(url + path);
  }

  /** Goes to a view as a link does: nothing is loaded, and what plays plays on. */
  void visit(String path) {
    page.script(
        "history.pushState(null, '', arguments[0]); dispatchEvent(new PopStateEvent('popstate'));",
        path);
  }

  void visit(Lecture lecture) {
    visit(lecture.path());
    page.find("heading", lecture.title());
  }

  void signUp(String name) {
    visit("/sign-in");
    page.click("button", "New here? Create an account");
    enter(name, "Create account");
  }

  void signIn(String name) {
    visit("/sign-in");
    enter(name, "Sign in");
  }

  private void enter(String name, String button) {
    page.type("User name", name);
    page.typePassword("Password", PASSWORD);
    page.click("button", button);
    page.find("heading", "Home");
  }

  void signOut() {
    visit("/settings");
    page.click("button", "Sign out");
    page.awaitText("You listen without an account");
  }

  /** Downloads the lecture that is shown, and waits until it plays from this device. */
  void download() {
    page.findStarting("button", "Download").click();
    page.awaitText("On this device");
    page.await(
        "the page under the worker's control",
        () -> (Boolean) page.script("return navigator.serviceWorker.controller !== null"));
  }

  /** Turns a mark of the lecture that is shown, and waits until it is shown to be so. */
  void favorite(Lecture lecture, boolean wanted) {
    clickFavorite(lecture);
    awaitFavorite(lecture, wanted);
  }

  void clickFavorite(Lecture lecture) {
    favoriteButton(lecture).click();
  }

  void awaitFavorite(Lecture lecture, boolean wanted) {
    page.await("favorite " + wanted, () -> isFavorite(lecture) == wanted);
  }

  boolean isFavorite(Lecture lecture) {
    return "true".equals(favoriteButton(lecture).getDomAttribute("aria-pressed"));
  }

  private WebElement favoriteButton(Lecture lecture) {
    return page.find("button", "Favorite: " + lecture.title());
  }

  void complete(boolean wanted) {
    clickCompleted();
    awaitCompleted(wanted);
  }

  void clickCompleted() {
    page.findStarting("button", "Mark as ").click();
  }

  void awaitCompleted(boolean wanted) {
    page.await("completed " + wanted, () -> isCompleted() == wanted);
  }

  boolean isCompleted() {
    return page.findStarting("button", "Mark as ").getAccessibleName().contains(" not ");
  }

  /** Begins or goes on with the lecture that is shown, and waits until it is heard. */
  void play(Lecture lecture) {
    page.find("button", "that plays " + lecture.title(), name -> PLAYS.matcher(name).matches())
        .click();
    awaitPlaying();
  }

  /** Of the docked player. */
  void resume() {
    page.click("button", "Play");
    awaitPlaying();
  }

  private void awaitPlaying() {
    page.find("button", "Pause");
    long before = positionMs();
    page.await("playback", Duration.ofSeconds(30), () -> positionMs() > before + 200);
  }

  void pause() {
    page.click("button", "Pause");
    page.find("button", "Play");
  }

  boolean isPlaying() {
    return (Boolean)
        page.script("return document.querySelector('.transport-play')?.ariaLabel === 'Pause'");
  }

  /** Lets the docked player's slider go at another place. */
  void seek(long toMs) {
    page.slide(".mini-player input[type=range]", toMs);
  }

  /** What the docked player shows; -1 while there is none. */
  long positionMs() {
    Object shown =
        page.script(
            """
            const slider = document.querySelector('.mini-player input[type=range]');
            return slider === null ? -1 : Math.round(slider.valueAsNumber);
            """);
    return ((Number) shown).longValue();
  }

  /**
   * Waits until what the app has begun to write is written: transactions over the same stores
   * follow each other. What waited for another to be written is among it, and what it waited for.
   */
  void awaitWritten() {
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

  /** Asks for synchronization now, whatever the backoff says. */
  void sync() {
    visit("/settings");
    page.click("button", "Sync now");
  }

  boolean isSynchronized() {
    return page.text().contains("Everything is synchronized");
  }
}
