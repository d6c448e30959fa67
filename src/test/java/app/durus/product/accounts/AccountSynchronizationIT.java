package app.durus.product.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.app.App;
import app.durus.product.browser.Browser;
import app.durus.product.stories.Story;
import app.durus.product.stories.StoryHarness;
import app.durus.product.stories.StoryMatrix;
import app.durus.product.stories.StoryVariant;
import app.durus.product.stories.StoryVariant.LectureTitles;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An account and its synchronized states, in both languages and sizes (docs/stories.md). */
@EnabledIf("app.durus.product.browser.InstalledBrowser#isThere")
class AccountSynchronizationIT {

  private static final String JOURNAL = "salafi-durus-journal.json";

  @TempDir Path folder;

  @RegisterExtension static final StoryHarness HARNESS = new StoryHarness();

  @StoryMatrix.OnEnglishDeskAndArabicPhone
  @DisplayName(
      "progress, completions and favorites appear on a second device, which offers the other's position")
  void twoDevices(StoryVariant setting) throws Exception {
    Story here = HARNESS.tell(setting, "/");
    LectureTitles titles = here.titles();
    String name = "Two devices " + setting;
    long pausedMs = listenAndMark(here, name);

    Story there = HARNESS.tellElsewhere(setting.onTheOtherScreen(), "/");
    there.app().signIn(name);
    there.findIn("home.continue", "link", titles.first());
    there.goTo("library.title");
    there.click("tab", "library.favorites");
    there.browser().find("link", titles.second());
    there.click("tab", "library.completed");
    there.browser().find("link", titles.second());
    there.click("tab", "library.progress");
    there.follow(titles.first());
    there.playback().startAt(titles.first(), pausedMs);
    there.playback().pause();
    there.playback().open(titles.first());
    there.playback().seek(5_000);
    long movedMs = there.playback().positionMs();
    there.playback().close();
    synchronize(there);

    here.playback().resume();
    here.app().sync();
    String offer = here.say("elsewhere.continue", "time", here.texts().clock(movedMs));
    here.playback().jumpTo(movedMs, () -> here.browser().click("button", offer));
    here.browser().awaitGone("button", offer);
  }

  private static long listenAndMark(Story here, String name) throws Exception {
    LectureTitles titles = here.titles();
    here.app().signUp(name);
    here.openLecture(titles.first());
    here.playback().start(titles.first());
    here.playback()
        .jumpBy(
            30_000,
            () ->
                here.click("button", "player.forward", "count", 30, "n", here.texts().number(30)));
    here.playback().pause();
    long pausedMs = here.playback().positionMs();
    here.goBack(titles.series());
    here.follow(titles.second());
    here.click("button", "lecture.complete");
    here.click("button", "lecture.favorite.named", "title", titles.second());
    synchronize(here);
    return pausedMs;
  }

  @StoryMatrix.OnEnglishPhoneAndArabicDesk
  @DisplayName("one place shows what is pending and the last success, and has the journal")
  void synchronizationSettings(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    Browser browser = story.browser();
    LectureTitles titles = story.titles();
    story.app().signUp("The place " + setting);
    story.openLecture(titles.first());
    story.app().awaitWorker();
    story.goOffline();
    story.click("button", "lecture.complete");
    story.find("button", "lecture.reopen");
    story.app().visit("/settings");
    browser.awaitText(story.texts().count("sync.pending", 1));

    story.goOnline();
    synchronize(story);
    browser.awaitText(story.texts().start("sync.last"));
    story.click("link", "journal.title");
    browser.find("heading", story.say("journal.title"));
    assertThat(story.find("region", "journal.happened").getText())
        .contains(story.texts().count("journal.sent", 1));
    browser.downloadTo(folder);
    story.click("button", "journal.export");
    Path file = folder.resolve(JOURNAL);
    browser.await("the journal's file", () -> Files.exists(file));
    JsonNode journal = new ObjectMapper().readTree(file.toFile());
    assertThat(journal.findValuesAsText("kind")).as(journal.toString()).contains("exchanged");
  }

  @StoryMatrix.OnEnglishDeskAndArabicPhone
  @DisplayName(
      "the sign-in view shows what is wrong, and a lost session asks for a sign-in without losing anything")
  void signingIn(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/sign-in");
    Browser browser = story.browser();
    LectureTitles titles = story.titles();
    String name = "Signs in " + setting;
    story.app().enter(name, "not mine at all", "signin.submit");
    browser.awaitSaid(story.say("signin.problem.wrong"));
    story.click("button", "signin.new");
    story.app().enter(name, "short", "signin.create");
    browser.awaitSaid(story.say("signin.problem.password"));
    story.app().enter(name, App.PASSWORD, "signin.create");
    browser.find("heading", story.say("home.title"));

    browser.forgetCookies();
    story.openLecture(titles.first());
    story.click("button", "lecture.favorite.named", "title", titles.first());
    story.goTo("home.title");
    story.click("link", "settings.expired");
    story.awaitText("settings.expired.words", "name", name);
    story.goOffline();
    story.click("link", "signin.title");
    story.app().enter(name, App.PASSWORD, "signin.submit");
    browser.awaitSaid(story.say("signin.problem.noanswer"));
    story.goOnline();
    story.app().enter(name, App.PASSWORD, "signin.submit");
    browser.find("heading", story.say("home.title"));
    synchronize(story);
  }

  @StoryMatrix.OnEnglishPhoneAndArabicDesk
  @DisplayName(
      "a guest's progress is adopted when the listener agrees, and a device can forget an account")
  void guestAndForgetting(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    LectureTitles titles = story.titles();
    story.openLecture(titles.first());
    story.playback().start(titles.first());
    story.playback().pause();
    String name = "Guest " + setting;
    story.app().signUp(name);
    assertThat(story.find("complementary", "guest.title").getText())
        .contains(story.texts().count("guest.question", 1));
    story.click("button", "guest.keep");
    story.awaitGone("complementary", "guest.title");
    story.findIn("home.continue", "link", titles.first());
    synchronize(story);
    story.awaitText("settings.signedin", "name", name);
    forgetAfterSynchronizing(story, name);
    findCompletedAfterSigningIn(story, name);
  }

  private static void forgetAfterSynchronizing(Story story, String name) throws Exception {
    Browser browser = story.browser();
    LectureTitles titles = story.titles();
    story.goOffline();
    story.openLecture(titles.first());
    story.click("button", "lecture.complete");
    story.find("button", "lecture.reopen");
    story.app().visit("/settings");
    story.click("button", "forget.button");
    story.find("alertdialog", "forget.title");
    browser.awaitText(story.texts().count("forget.pending", 1));
    story.click("button", "forget.keep");
    story.awaitGone("alertdialog", "forget.title");
    story.goOnline();
    synchronize(story);
    story.click("button", "forget.button");
    story.click("button", "forget.confirm");
    story.awaitText("settings.guest");
    story.goTo("library.title");
    story.click("tab", "library.completed");
    story.awaitText("library.completed.advice");
  }

  private static void findCompletedAfterSigningIn(Story story, String name) throws Exception {
    Browser browser = story.browser();
    LectureTitles titles = story.titles();
    story.app().signIn(name);
    story.goTo("library.title");
    story.click("tab", "library.completed");
    browser.find("link", titles.first());
  }

  private static void synchronize(Story story) {
    story.app().sync();
    story.browser().awaitText(story.texts().count("sync.pending", 0));
  }
}
