package app.durus.product;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A real Chromium with a profile that outlives it, so that it can be killed and started again.
 * Finds things as a listener does: by role and accessible name.
 */
final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path profile;
  private final Path netLog;
  private final ChromeDriver driver;

  private Browser(Path profile, Path netLog, ChromeDriver driver) {
    this.profile = profile;
    this.netLog = netLog;
    this.driver = driver;
  }

  /**
   * @param profile kept when the browser ends, however it ends
   * @param language of the browser's interface, BCP 47
   */
  static Browser start(Path profile, Locale language, Dimension size) throws IOException {
    Files.createDirectories(profile);
    // A killed browser leaves its lock, which names a process that is no more.
    for (String lock : List.of("SingletonLock", "SingletonCookie", "SingletonSocket")) {
      Files.deleteIfExists(profile.resolve(lock));
    }
    Path netLog = Files.createTempFile(profile.toAbsolutePath().getParent(), "net", ".json");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("chromium", "google-chrome"));
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--autoplay-policy=no-user-gesture-required",
        "--mute-audio",
        "--accept-lang=" + language.toLanguageTag(),
        "--lang=" + language.toLanguageTag(),
        "--user-data-dir=" + profile.toAbsolutePath(),
        "--log-net-log=" + netLog,
        "--window-size=" + size.getWidth() + "," + size.getHeight());
    ChromeDriver driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(new java.io.File(program("chromedriver")))
                .build(),
            options);
    Browser browser = new Browser(profile, netLog, driver);
    browser.resize(size);
    return browser;
  }

  /** Whether a browser and its driver are there; where they must be, their absence is a failure. */
  static boolean isThere() {
    boolean there =
        found("chromedriver").findAny().isPresent()
            && found("chromium", "google-chrome").findAny().isPresent();
    if (!there && "required".equals(System.getenv("DURUS_BROWSER_TESTS"))) {
      throw new IllegalStateException(
          "the browser tests are required: install chromium and chromedriver");
    }
    return there;
  }

  /** Real device size, below the smallest window too. */
  void resize(Dimension size) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            size.getWidth(),
            "height",
            size.getHeight(),
            "deviceScaleFactor",
            size.getWidth() < 600 ? 2 : 1,
            "mobile",
            size.getWidth() < 600));
  }

  void colorScheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  void open(String url) {
    driver.get(url);
  }

  void reload() {
    driver.navigate().refresh();
  }

  String path() {
    return java.net.URI.create(driver.getCurrentUrl()).getPath();
  }

  /** The first visible element with this role and accessible name, awaited. */
  WebElement find(String role, String name) {
    return await(
        "a " + role + " named \"" + name + "\"",
        () ->
            candidates(role)
                .filter(element -> role.equals(element.getAriaRole()))
                .filter(element -> element.getAccessibleName().equals(name))
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(name)));
  }

  /** The first visible element with this role whose accessible name begins so, awaited. */
  WebElement findStarting(String role, String nameStart) {
    return await(
        "a " + role + " named \"" + nameStart + "…\"",
        () ->
            candidates(role)
                .filter(element -> role.equals(element.getAriaRole()))
                .filter(element -> element.getAccessibleName().startsWith(nameStart))
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(nameStart)));
  }

  void click(String role, String name) {
    retryStale(
        () -> {
          find(role, name).click();
          return true;
        });
  }

  void type(String name, String text) {
    WebElement field = find("textbox", name);
    field.clear();
    field.sendKeys(text);
  }

  void typePassword(String name, String text) {
    WebElement field =
        await(
            "a password field named \"" + name + "\"",
            () ->
                driver.findElements(By.cssSelector("input[type=password]")).stream()
                    .filter(element -> element.getAccessibleName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchElementException(name)));
    field.clear();
    field.sendKeys(text);
  }

  void awaitText(String text) {
    await(
        "the text \"" + text + "\"",
        () -> {
          if (!driver.findElement(By.tagName("body")).getText().contains(text)) {
            throw new NoSuchElementException(text);
          }
          return true;
        });
  }

  String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  Object script(String body, Object... arguments) {
    return driver.executeScript(body, arguments);
  }

  Object asyncScript(String body, Object... arguments) {
    return asyncScript(PATIENCE, body, arguments);
  }

  Object asyncScript(Duration patience, String body, Object... arguments) {
    driver.manage().timeouts().scriptTimeout(patience);
    return driver.executeAsyncScript(body, arguments);
  }

  <T> T await(String what, Supplier<T> attempt) {
    return await(what, PATIENCE, attempt);
  }

  <T> T await(String what, Duration patience, Supplier<T> attempt) {
    try {
      return new WebDriverWait(driver, patience, Duration.ofMillis(100))
          .ignoring(NoSuchElementException.class, StaleElementReferenceException.class)
          .withMessage(() -> what + " at " + driver.getCurrentUrl())
          .until(ignored -> attempt.get());
    } catch (TimeoutException e) {
      throw new AssertionError(
          "not found in time: " + what + "\non the page:\n" + text() + "\n" + consoleText(), e);
    }
  }

  void screenshot(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  /** What the page logged as errors since this was last asked. */
  List<String> errors() {
    return driver.manage().logs().get("browser").getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= java.util.logging.Level.SEVERE.intValue())
        .map(entry -> entry.getMessage())
        .toList();
  }

  /**
   * How many requests for addresses containing {@code part} this browser process has sent to the
   * network so far, page and worker together. Counted in the browser's own log of its network
   * stack, which an answer from the service worker never reaches.
   */
  long networkRequests(String part) throws IOException {
    return Stream.of(Files.readString(netLog, StandardCharsets.UTF_8).split("\n"))
        .filter(line -> line.contains("\"url\":\"") && line.contains("\"load_flags\""))
        .filter(line -> line.contains(part))
        .count();
  }

  /**
   * Chromium writes a new cookie to its profile up to half a minute later. A browser killed before
   * that has forgotten who was signed in, which is another story than the ones told here.
   */
  void awaitCookieOnDisk(String name) {
    await(
        "the cookie " + name + " on disk",
        Duration.ofSeconds(60),
        () -> {
          try {
            return Files.readString(profile.resolve("Default/Cookies"), StandardCharsets.ISO_8859_1)
                .contains(name);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** kill -9 of the browser and all its processes. */
  void kill() throws InterruptedException {
    ProcessHandle.allProcesses()
        .filter(
            process ->
                process
                    .info()
                    .arguments()
                    .map(arguments -> String.join(" ", arguments))
                    .orElse("")
                    .contains("--user-data-dir=" + profile.toAbsolutePath()))
        .forEach(ProcessHandle::destroyForcibly);
    Thread.sleep(500);
    try {
      driver.quit();
    } catch (RuntimeException e) {
      // The driver lost the browser that it drove: that is what was asked for.
      System.err.println("browser killed: " + e.getClass().getSimpleName());
    }
  }

  @Override
  public void close() {
    driver.quit();
  }

  /** From now on the origin may keep so many bytes in all. */
  void limitSpace(String origin, long bytes) {
    driver.executeCdpCommand(
        "Storage.overrideQuotaForOrigin", Map.of("origin", origin, "quotaSize", bytes));
  }

  /** As much as the browser gives. */
  void freeSpace(String origin) {
    driver.executeCdpCommand("Storage.overrideQuotaForOrigin", Map.of("origin", origin));
  }

  void keepNetLog(Path target) throws IOException {
    Files.copy(netLog, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private Stream<WebElement> candidates(String role) {
    String selector =
        switch (role) {
          case "button" -> "button, [role=button], vaadin-button, summary";
          case "link" -> "a[href], [role=link]";
          case "textbox" -> "input, textarea, [role=textbox]";
          case "slider" -> "input[type=range], [role=slider]";
          case "region" -> "section[aria-label], [role=region]";
          case "image" -> "img, [role=img]";
          case "heading" -> "h1, h2, h3, [role=heading]";
          default -> "[role=" + role + "]";
        };
    return driver.findElements(By.cssSelector(selector)).stream();
  }

  private <T> T retryStale(Supplier<T> action) {
    for (int attempt = 0; ; attempt++) {
      try {
        return action.get();
      } catch (StaleElementReferenceException e) {
        if (attempt == 3) {
          throw e;
        }
      }
    }
  }

  private String consoleText() {
    return String.join("\n", errors());
  }

  private static String program(String... names) {
    return found(names)
        .findFirst()
        .map(Path::toString)
        .orElseThrow(
            () -> new IllegalStateException("none of these is on the PATH: " + List.of(names)));
  }

  private static Stream<Path> found(String... names) {
    return Stream.of(names)
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable);
  }
}
