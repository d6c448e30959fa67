package app.durus.product.downloads;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.app.Playback;
import app.durus.product.app.StoredAudio;
import app.durus.product.browser.Browser;
import app.durus.product.stories.Story;
import app.durus.product.stories.StoryHarness;
import app.durus.product.stories.StoryLibrary;
import app.durus.product.stories.StoryMatrix;
import app.durus.product.stories.StoryVariant;
import app.durus.product.stories.StoryVariant.LectureTitles;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.WebElement;

/**
 * Downloading, and listening without a network, in both languages, on a phone and on a desk
 * (docs/stories.md). The network is lost as it is in life: nothing answers.
 */
@EnabledIf("app.durus.product.browser.InstalledBrowser#isThere")
class DownloadingIT {

  /** Bytes of answers: fewer than the first recording of a series has. */
  private static final long PART_BYTES = 320_000;

  @RegisterExtension static final StoryHarness HARNESS = new StoryHarness();

  @StoryMatrix.Everywhere
  @DisplayName("a download plays without a network, and no other lecture can be started")
  void listeningOffline(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    LectureTitles titles = story.titles();
    story.openLecture(titles.first());
    assertThat(story.find("region", "download.name").getText())
        .as("the space that is free, beside what it takes")
        .contains(story.texts().start("download.free").strip());
    story.app().download();
    story.awaitSaid("announce.downloaded", "title", titles.first());
    playFromDevice(story);
    refuseWhatIsNotDownloaded(story);
    keepDownloadWhenAsked(story);
  }

  private static void playFromDevice(Story story) throws Exception {
    Browser browser = story.browser();
    Playback playback = story.playback();
    LectureTitles titles = story.titles();
    String audio = story.cable().url() + "/audio/";
    story.goOffline();
    long requests = browser.networkRequests(audio);
    assertThat(requests).as("requests of the download").isPositive();
    browser.reload();
    browser.find("heading", titles.first());
    playback.start(titles.first());
    story.find("image", "offline.sign");
    playback.open(titles.first());
    story.awaitText("player.source.device");
    playback.seek(playback.durationMs() / 2);
    playback.awaitHeard();
    playback.pause();
    playback.close();
    assertThat(browser.networkRequests(audio)).as("and offline").isEqualTo(requests);
  }

  private static void refuseWhatIsNotDownloaded(Story story) throws Exception {
    Browser browser = story.browser();
    LectureTitles titles = story.titles();
    story.goBack(titles.series());
    story.follow(titles.second());
    WebElement unavailable =
        browser.find("button", story.texts().named("play.unavailable", titles.second()));
    assertThat(unavailable.getDomAttribute("aria-disabled")).isEqualTo("true");
    story.awaitText("play.unavailable.why");
    unavailable.click();
    assertThat(browser.names("dialog", "")).as("dialogs that nobody asked for").isEmpty();
    assertThat(browser.names("alert", "")).as("errors that ask nothing").isEmpty();
    story.find("button", "player.open.named", "title", titles.first());
  }

  private static void keepDownloadWhenAsked(Story story) throws Exception {
    LectureTitles titles = story.titles();
    story.goTo("downloads.title");
    story.findIn("downloads.ready", "link", titles.first());
    story.click("button", "download.remove.named", "title", titles.first());
    story.awaitText("download.remove.offline", "title", titles.first());
    story.click("button", "download.remove.keep");
    story.goOnline();
    story.awaitGone("image", "offline.sign");
  }

  @StoryMatrix.OnEnglishDeskAndArabicPhone
  @DisplayName("a series is downloaded with progress, paused, resumed and cancelled")
  void series(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    Browser browser = story.browser();
    LectureTitles titles = story.titles();
    story.follow(titles.series());
    story.app().awaitWorker();
    story.cable().allow(PART_BYTES);
    browser.clickStarting("button", story.texts().start("series.download"));

    story.goTo("downloads.title");
    story.findIn("downloads.running", "link", titles.first());
    story.findIn("downloads.running", "link", titles.third());
    story.awaitText("downloads.open");
    browser.await(
        "progress",
        () -> !pauseButton(story, titles.first()).endsWith(story.texts().number(0) + "%"));
    browser.clickStarting("button", startWith(story, "download.pause.named", titles.first()));
    story.findIn("downloads.paused", "link", titles.first());
    cancelOneAndResumeAnother(story);
  }

  private static void cancelOneAndResumeAnother(Story story) throws Exception {
    Browser browser = story.browser();
    LectureTitles titles = story.titles();
    browser.click("link", titles.third());
    browser.find("heading", titles.third());
    story.find("button", "download.pause");
    story.click("button", "download.cancel");
    browser.findStarting("button", story.texts().start("download.start"));
    story.cable().allow(Long.MAX_VALUE);
    story.goTo("downloads.title");
    story.findIn("downloads.ready", "link", titles.second());
    story.findIn("downloads.paused", "link", titles.first());
    browser.clickStarting("button", startWith(story, "download.resume.named", titles.first()));
    story.findIn("downloads.ready", "link", titles.first());
    browser.awaitText(story.texts().count("downloads.lectures", 2));
    assertThat(browser.look("link", titles.third())).as("what was cancelled").isEmpty();
  }

  @StoryMatrix.OnEnglishPhoneAndArabicDesk
  @DisplayName("downloads are removed one by one, all completed ones, and several at once")
  void removing(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    Browser browser = story.browser();
    LectureTitles titles = story.titles();
    story.follow(titles.series());
    browser.clickStarting("button", story.texts().start("series.download"));
    story.follow(titles.third());
    story.awaitText("download.here");
    story.click("button", "lecture.complete");
    story.goTo("downloads.title");
    for (String title : titles.lectures()) {
      story.findIn("downloads.ready", "link", title);
    }
    browser.awaitText(story.texts().count("downloads.lectures", 3));
    removeCompleted(story);
    removeSelected(story);
  }

  private static void removeCompleted(Story story) throws Exception {
    Browser browser = story.browser();
    LectureTitles titles = story.titles();
    story.click("button", "download.remove.named", "title", titles.first());
    story.find("alertdialog", "download.remove.title");
    story.awaitText("download.remove.words", "title", titles.first());
    story.click("button", "download.remove.keep");
    story.awaitGone("alertdialog", "download.remove.title");
    browser.clickStarting("button", story.texts().start("downloads.completed"));
    story.find("alertdialog", "downloads.completed.title");
    story.click("button", "download.remove.confirm");
    browser.awaitGone("link", titles.third());
    browser.awaitText(story.texts().count("downloads.lectures", 2));
  }

  private static void removeSelected(Story story) throws Exception {
    Browser browser = story.browser();
    LectureTitles titles = story.titles();
    story.click("button", "downloads.select");
    for (String title : titles.lectures().subList(0, 2)) {
      story.click("checkbox", "downloads.select.named", "title", title);
    }
    browser.clickStarting("button", story.texts().countStart("downloads.select.remove", 2, "size"));
    story.find("alertdialog", "downloads.select.title");
    story.click("button", "download.remove.confirm");
    story.awaitText("downloads.empty");
  }

  @StoryMatrix.OnEnglishDeskAndArabicPhone
  @DisplayName("an evicted download is detected, shown, and fetched again")
  void evicted(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    Browser browser = story.browser();
    String title = StoryLibrary.lecture(setting, 2);
    story.follow(StoryLibrary.series(setting));
    story.follow(title);
    story.app().download();
    new StoredAudio(browser, HARNESS.library().file(2)).evict(0);

    browser.reload();
    story.awaitText("download.missing");
    story.goTo("downloads.title");
    story.findIn("downloads.attention", "link", title);
    story.click("button", "download.again.named", "title", title);
    story.findIn("downloads.ready", "link", title);
    story.awaitGone("region", "downloads.attention");
  }

  @StoryMatrix.OnEnglishPhoneAndArabicDesk
  @DisplayName(
      "a better recording is offered where the old one is here, and taken on the word only")
  void betterRecording(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    Browser browser = story.browser();
    String title = StoryLibrary.replaceable(setting);
    story.goTo("browse.title");
    story.follow(title);
    story.app().download();
    String old = new StoredAudio(browser, HARNESS.library().replaceableFile(setting)).sha256();

    HARNESS.library().replace(setting);
    story.comeBack();
    story.awaitText("download.better");
    StoredAudio better = new StoredAudio(browser, HARNESS.library().replaceableFile(setting));
    assertThat(better.states()).as("before the listener's word").containsOnlyKeys(old);
    story.playback().start(title);
    story.playback().pause();
    story.click("button", "download.better.named", "title", title);
    browser.await("the better recording", () -> better.states().containsKey(better.sha256()));
    browser.await("ready", () -> "ready".equals(better.states().get(better.sha256())));
    browser.awaitGone("button", story.say("download.better.named", "title", title));
    story.awaitText("download.here");
  }

  private static String pauseButton(Story story, String title) {
    return story
        .browser()
        .findStarting("button", startWith(story, "download.pause.named", title))
        .getAccessibleName();
  }

  /** A name that begins with the title of a lecture; a percentage follows. */
  private static String startWith(Story story, String key, String title) {
    return story.texts().start(key) + title;
  }
}
