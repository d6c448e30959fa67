package app.durus.product.usability;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.app.Playback;
import app.durus.product.browser.Browser;
import app.durus.product.stories.Story;
import app.durus.product.stories.StoryHarness;
import app.durus.product.stories.StoryMatrix;
import app.durus.product.stories.StoryVariant;
import app.durus.product.stories.StoryVariant.LectureTitles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;

/**
 * How the product must feel: for one hand, mirrored, calm, and without waiting (docs/stories.md).
 */
@EnabledIf("app.durus.product.browser.InstalledBrowser#isThere")
class OneHandedUseAndResponseIT {

  /** The narrowest phone that it has to work on. */
  private static final Dimension NARROWEST = new Dimension(320, 568);

  /**
   * The elements that can be touched and are smaller than a thumb, measured by the area that reacts
   * to a touch. Links within a line of text are as high as the line.
   */
  private static final String HARD_TO_HIT =
      """
      const thumb = 44;
      const touches = (target, x, y) => {
        const hit = document.elementFromPoint(x, y);
        return hit !== null && (target.contains(hit) || hit.closest('label')?.control === target
          || hit.contains(target) && hit.localName.startsWith('vaadin-'));
      };
      const reach = (target, x, y, dx, dy) => {
        let far = 0;
        while (far < thumb && touches(target, x + (far + 1) * dx, y + (far + 1) * dy)) far++;
        return far;
      };
      const sizeOf = (target) => {
        target.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
        const { left, right, top, bottom } = target.getBoundingClientRect();
        const x = (left + right) / 2;
        const y = (top + bottom) / 2;
        return {
          width: reach(target, x, y, -1, 0) + reach(target, x, y, 1, 0) + 1,
          height: reach(target, x, y, 0, -1) + reach(target, x, y, 0, 1) + 1,
        };
      };
      const seen = document.querySelector('dialog[open]') ?? document;
      const shown = (target) => target.getClientRects().length > 0
        && target.checkVisibility({ visibilityProperty: true });
      const inText = (target) => target.matches('p a, p button, .second a');
      return [...seen.querySelectorAll(
          'a[href], button, vaadin-button, input, select, [role=tab]')]
        .filter((target) => shown(target) && !target.matches('.skip-link') && !inText(target))
        .map((target) => ({ target, ...sizeOf(target) }))
        // A point between two pixels belongs to one of them.
        .filter(({ width, height }) => width < thumb - 1 || height < thumb - 1)
        .map(({ target, width, height }) =>
          `${(target.ariaLabel ?? target.textContent).trim()}: ${width} x ${height}`);
      """;

  @RegisterExtension static final StoryHarness HARNESS = new StoryHarness();

  @StoryMatrix.OnEnglishDeskAndArabicPhone
  @DisplayName("each view fits the screen, all targets are large, and no other host is requested")
  void fitsTheScreen(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    Browser browser = story.browser();
    LectureTitles titles = story.titles();
    List<String> wrong = new ArrayList<>();
    browser.colorScheme("light"); // With reduced motion: what slides in is where it will be.
    story.openLecture(titles.first());
    String lecture = browser.path();
    story.app().download();
    story.playback().start(titles.first());
    story.playback().pause();
    story.goBack(titles.series());
    String series = browser.path();
    story.click("button", "menu.more.named", "title", titles.second());
    story.click("button", "menu.queue");
    for (Map.Entry<String, String> view : headings(story, lecture, series).entrySet()) {
      story.app().visit(view.getKey());
      browser.find("heading", view.getValue());
      lookAtEachWidth(browser, view.getKey(), setting, wrong);
    }
    story.playback().open(titles.first());
    look(browser, "player", wrong);
    story.click("button", "queue.title");
    look(browser, "queue", wrong);
    assertThat(wrong).isEmpty();
    assertThat(browser.originsAskedBy(story.cable().url())).containsExactly(story.cable().url());
  }

  private static void lookAtEachWidth(
      Browser browser, String view, StoryVariant setting, List<String> wrong) {
    look(browser, view, wrong);
    if (setting.isPhone()) {
      browser.resize(NARROWEST);
      look(browser, view + " on the narrowest", wrong);
      browser.resize(setting.size());
    }
  }

  private static Map<String, String> headings(Story story, String lecture, String series) {
    LectureTitles titles = story.titles();
    return Map.of(
        "/",
        story.say("home.title"),
        "/browse",
        story.say("browse.title"),
        series,
        titles.series(),
        lecture,
        titles.first(),
        "/library",
        story.say("library.title"),
        "/downloads",
        story.say("downloads.title"),
        "/settings",
        story.say("settings.title"),
        "/sign-in",
        story.say("signin.title"));
  }

  @StoryMatrix.Everywhere
  @DisplayName(
      "tabs are below and the player above them, or a side rail is shown; Arabic is mirrored")
  void frame(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    Browser browser = story.browser();
    Playback playback = story.playback();
    LectureTitles titles = story.titles();
    browser.colorScheme("light"); // With reduced motion, as above.
    story.openLecture(titles.first());
    playback.start(titles.first());
    playback.pause();
    WebElement navigation = story.find("navigation", "app.navigation");
    WebElement player = story.find("region", "player.name");
    int height = setting.size().getHeight();
    if (setting.isPhone()) {
      assertThat(edge(browser, navigation, "bottom")).isEqualTo(height);
      assertThat(edge(browser, navigation, "width")).isEqualTo(setting.size().getWidth());
      assertThat(edge(browser, player, "bottom"))
          .isLessThanOrEqualTo(edge(browser, navigation, "top"));
    } else {
      assertThat(edge(browser, navigation, "height")).isEqualTo(height);
      assertThat(besideBeginning(browser, navigation)).isZero();
      assertThat(edge(browser, player, "bottom")).isEqualTo(height);
    }
    checkMirroring(story, setting);
  }

  private static void checkMirroring(Story story, StoryVariant setting) throws Exception {
    Browser browser = story.browser();
    Playback playback = story.playback();
    LectureTitles titles = story.titles();
    playback.open(titles.first());
    WebElement slider = story.find("slider", "player.position");
    long durationMs = playback.durationMs();
    browser.clickAt(slider, setting.isArabic() ? 0.75 : 0.25);
    playback.awaitPosition(durationMs * 22 / 100, durationMs * 28 / 100);
    assertThat(mirrored(browser, story.find("button", "play.play"))).as("play").isFalse();
    assertThat(
            mirrored(
                browser,
                story.find("button", "player.forward", "count", 30, "n", story.texts().number(30))))
        .as("skip")
        .isFalse();
    playback.close();
    assertThat(mirrored(browser, story.find("link", "app.back")))
        .as("the arrow back")
        .isEqualTo(setting.isArabic());
  }

  @StoryMatrix.OnEnglishDeskAndArabicPhone
  @DisplayName(
      "the app never waits for a network that does not answer, and nothing moves with reduced motion")
  void neverWaits(StoryVariant setting) throws Exception {
    Story story = HARNESS.tell(setting, "/");
    Browser browser = story.browser();
    LectureTitles titles = story.titles();
    browser.colorScheme("light"); // With reduced motion.
    story.openLecture(titles.first());
    story.app().download();
    story.cable().allow(0);
    browser.reload();
    browser.find("heading", titles.first());
    story.click("button", "lecture.favorite.named", "title", titles.first());
    story.click("button", "lecture.complete");
    story.find("button", "lecture.reopen");
    story.playback().start(titles.first());
    story.goTo("library.title");
    story.click("tab", "library.favorites");
    browser.find("link", titles.first());
    story.goTo("browse.title");
    browser.find("link", titles.single());
    assertThat(browser.names("progressbar", "")).as("waiting, where local data is").isEmpty();
    assertThat(
            browser.script(
                "return document.getAnimations().filter((each) => each.playState === 'running')"
                    + ".length"))
        .as("motion, which this listener wants reduced")
        .isEqualTo(0L);
    story.cable().allow(Long.MAX_VALUE);
  }

  @SuppressWarnings("unchecked")
  private static void look(Browser browser, String view, List<String> wrong) {
    long tooWide =
        ((Number)
                browser.script(
                    "return document.documentElement.scrollWidth"
                        + " - document.documentElement.clientWidth"))
            .longValue();
    if (tooWide > 0) {
      wrong.add(view + " is too wide by " + tooWide + " px");
    }
    ((List<String>) browser.script(HARD_TO_HIT)).forEach(each -> wrong.add(view + ": " + each));
  }

  private static long edge(Browser browser, WebElement element, String edge) {
    return ((Number)
            browser.script(
                "return Math.round(arguments[0].getBoundingClientRect()[arguments[1]])",
                element,
                edge))
        .longValue();
  }

  /** The distance from the beginning of lines. */
  private static long besideBeginning(Browser browser, WebElement element) {
    return ((Number)
            browser.script(
                """
                const { left, right } = arguments[0].getBoundingClientRect();
                // Beside the scrollbar, or the room that is kept for one.
                const page = document.body.getBoundingClientRect();
                const { dir } = document.documentElement;
                return Math.round(dir === 'rtl' ? page.right - right : left - page.left);
                """,
                element))
        .longValue();
  }

  private static boolean mirrored(Browser browser, WebElement control) {
    return (Boolean)
        browser.script(
            """
            const [control] = arguments;
            const glyph = control.querySelector('svg');
            return new DOMMatrix(getComputedStyle(glyph).transform).a < 0;
            """,
            control);
  }
}
