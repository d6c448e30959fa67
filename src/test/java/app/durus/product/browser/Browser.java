package app.durus.product.browser;

import app.durus.server.processes.Ports;
import app.durus.server.waiting.HangGuard;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A real Chromium with a profile that outlives it, so that it can be killed and started again. */
public final class Browser extends Page {

  /** More than the size of a profile that was used with one app. */
  private static final int REGISTRATIONS = 4;

  private final Path profile;
  private final NetLog netLog;
  private final ChromeDriver driver;

  private Browser(Path profile, NetLog netLog, ChromeDriver driver) {
    super(driver);
    this.profile = profile;
    this.netLog = netLog;
    this.driver = driver;
  }

  /**
   * @param profile kept when the browser ends, however it ends
   * @param language of the browser's interface, BCP 47
   * @param more arguments of the browser's command
   */
  public static Browser start(Path profile, Locale language, Dimension size, String... more)
      throws IOException {
    Files.createDirectories(profile);
    // A killed browser leaves its lock, which names a process that no longer exists.
    for (String lock : List.of("SingletonLock", "SingletonCookie", "SingletonSocket")) {
      Files.deleteIfExists(profile.resolve(lock));
    }
    Path netLog = Files.createTempFile(profile.toAbsolutePath().getParent(), "net", ".json");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(InstalledBrowser.browser());
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
    options.addArguments(more);
    ChromeDriver driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(InstalledBrowser.driver()))
                .usingPort(Ports.free())
                .withTimeout(HangGuard.LIMIT)
                .build(),
            options);
    Browser browser = new Browser(profile, new NetLog(netLog), driver);
    browser.resize(size);
    return browser;
  }

  /** Real device size, including sizes below the smallest window. */
  public void resize(Dimension size) {
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

  /** From now on the page's processor works this many times slower. */
  public void slowDown(int times) {
    driver.executeCdpCommand("Emulation.setCPUThrottlingRate", Map.of("rate", times));
  }

  /** Runs a script in this window before every page's own. */
  public void beforeEveryPage(String script) {
    driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
  }

  /**
   * Background Sync's event, now: the browser's own retries are minutes apart. The worker's
   * registration is one of the profile's first.
   *
   * @param origin of the app
   */
  public void wakeWorker(String origin) {
    driver.executeCdpCommand("ServiceWorker.enable", Map.of());
    for (int registration = 0; registration < REGISTRATIONS; registration++) {
      driver.executeCdpCommand(
          "ServiceWorker.dispatchSyncEvent",
          Map.of(
              "origin",
              origin,
              "registrationId",
              Integer.toString(registration),
              "tag",
              "durus-outbox",
              "lastChance",
              false));
    }
  }

  /**
   * Limits the page's own requests, not the worker's, to this many bytes a second; -1 removes the
   * limit.
   */
  public void limitNetwork(long bytesPerSecond) {
    limitNetwork(bytesPerSecond, 0);
  }

  /** The same, and each answer begins this much later. */
  public void limitNetwork(long bytesPerSecond, long latencyMs) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.emulateNetworkConditions",
        Map.ofEntries(
            Map.entry("offline", false),
            Map.entry("latency", latencyMs),
            Map.entry("downloadThroughput", bytesPerSecond),
            Map.entry("uploadThroughput", bytesPerSecond)));
  }

  /**
   * A picture of the page, as WebP.
   *
   * @param quality of 100
   */
  public void picture(Path file, int quality) throws IOException {
    Object bytes =
        driver
            .executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "webp", "quality", quality))
            .get("data");
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode((String) bytes));
  }

  /**
   * The manifest of the page as the browser has read it, with {@code url}, {@code data} and a list
   * {@code errors}.
   */
  public Map<String, Object> manifest() {
    return driver.executeCdpCommand("Page.getAppManifest", Map.of());
  }

  public void forgetCookies() {
    driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
  }

  /** The folder for files that the app saves. */
  public void downloadTo(Path folder) {
    driver.executeCdpCommand(
        "Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", folder.toAbsolutePath().toString()));
  }

  /** The system's settings of colours and motion: light, with motion. */
  public void systemMedia() {
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
  }

  public void colorScheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  public @Override List<String> errors() {
    return driver.manage().logs().get("browser").getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(entry -> entry.getMessage())
        .toList();
  }

  /** As {@link NetLog#requests}. */
  public long networkRequests(String part) throws IOException {
    return netLog.requests(part);
  }

  /** As {@link NetLog#originsAskedBy}. */
  public List<String> originsAskedBy(String initiator) throws IOException {
    return netLog.originsAskedBy(initiator);
  }

  /**
   * Chromium writes a new cookie to its profile up to half a minute later. A browser killed before
   * that has lost the session, which is no part of these stories.
   */
  public void awaitCookieOnDisk(String name) {
    await(
        "the cookie " + name + " on disk",
        () -> {
          try {
            return Files.readString(profile.resolve("Default/Cookies"), StandardCharsets.ISO_8859_1)
                .contains(name);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Kills the browser and all its processes with SIGKILL. */
  public void kill() {
    new BrowserProcesses(profile).kill();
    try {
      driver.quit();
    } catch (RuntimeException e) {
      // The driver lost its browser, as intended.
      System.err.println("browser killed: " + e.getClass().getSimpleName());
    }
  }

  /** Waits until the browser has done its own work, for instance after its start. */
  public void awaitAtRest() {
    new BrowserProcesses(profile).awaitAtRest();
  }

  /** Collects the garbage of the page that is open; memory that remains is in use. */
  public void collectGarbage() {
    driver.executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
  }

  /** From now on the origin may store this many bytes in total. */
  public void limitSpace(String origin, long bytes) {
    driver.executeCdpCommand(
        "Storage.overrideQuotaForOrigin", Map.of("origin", origin, "quotaSize", bytes));
  }

  /** Restores the browser's own quota. */
  public void freeSpace(String origin) {
    driver.executeCdpCommand("Storage.overrideQuotaForOrigin", Map.of("origin", origin));
  }

  /**
   * From now on this window cannot load matching addresses, where {@code *} stands for any text.
   */
  public void refuse(String... patterns) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand("Network.setBlockedURLs", Map.of("urls", List.of(patterns)));
  }

  void keepNetLog(Path target) throws IOException {
    netLog.keep(target);
  }
}
