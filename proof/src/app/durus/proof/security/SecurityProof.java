package app.durus.proof.security;

import app.durus.proof.run.ProofLog;
import app.durus.proof.run.ProofOptions;
import app.durus.proof.security.crosssite.CrossSiteStory;
import app.durus.server.processes.ProofFolder;
import app.durus.server.waiting.Pause;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code proof/security}: attacks on the packaged jar with a heap of 256 MiB while a normal
 * listener pushes and reads. No request of the listener may fail, and the server's health must be
 * good during each attack and after it. All traffic stays on the loopback.
 */
final class SecurityProof implements AutoCloseable {

  private static final List<String> PARTS =
      List.of(
          "table",
          "headers",
          "cross-site",
          "raw",
          "fuzz",
          "slow-bodies",
          "slow-heads",
          "push-flood",
          "sign-in");

  private static final Duration BRIEFLY = Duration.ofSeconds(3);

  /** The length of each attack on sign-in, and of the quiet time before it. */
  private static final Duration GUESSING_BRIEFLY = Duration.ofSeconds(3);

  private static final int FLOODS = 4;
  private static final int FUZZED = 50_000;
  private static final int FUZZED_BRIEFLY = 3_000;

  /** Addresses from which the times of known and unknown names are compared. */
  private static final int TIMED_ADDRESSES = 17;

  private static final int TIMED_ADDRESSES_BRIEFLY = 4;

  /** More lines would let anybody flood the log. */
  private static final long MAX_LOG_LINES = 500;

  private final ProofOptions options;
  private final ProofFolder folder;
  private final HostileServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Member nobody;
  private final Member listener;
  private final Member other;
  private final List<String> lectures;
  private final NormalListener normal;
  private final List<String> faults = new ArrayList<>();
  private final List<String> figures = new ArrayList<>();

  private SecurityProof(ProofOptions options, ProofFolder folder) throws Exception {
    this.options = options;
    this.folder = folder;
    server = new HostileServer(folder.path());
    nobody = Member.nobody(server, client);
    listener = Member.signUp(server, client, "Listener");
    other = Member.signUp(server, client, "Other");
    lectures = nobody.lectures();
    normal =
        new NormalListener(Member.signUp(server, client, "Normal"), client, lectures.getFirst());
  }

  public static void main(String[] arguments) throws Exception {
    ProofOptions options = ProofOptions.of(PARTS, arguments);
    try (ProofFolder folder = new ProofFolder();
        SecurityProof proof = new SecurityProof(options, folder)) {
      if (!proof.run()) {
        System.exit(1);
      }
    }
  }

  private boolean run() throws Exception {
    ProofLog log = new ProofLog("security");
    Instant begun = Instant.now();
    part("table", this::walkTable);
    part("headers", this::walkHeaders);
    part("cross-site", this::crossSite);
    part("raw", () -> count("raw", RawRequests.faults(server)));
    part("fuzz", this::fuzz);
    under("quiet", () -> withoutAnAttack(floodTime()));
    under("slow-bodies", () -> new Floods(server, floodTime()).slowBodies(""));
    under("slow-bodies", () -> new Floods(server, floodTime()).slowBodies(other.token()));
    under("slow-heads", () -> new Floods(server, floodTime()).slowHeads());
    under("push-flood", this::floodWithPushes);
    part("sign-in", this::guess);
    faults.stream().limit(30).forEach(fault -> System.out.println("FAULT: " + fault));
    log.end(options, 0, 0, begun, String.join("; ", figures) + "; " + faults.size() + " faults");
    return faults.isEmpty();
  }

  private Duration floodTime() {
    return options.brief() ? BRIEFLY : options.timeOf(1, 2 * FLOODS);
  }

  private interface Attack {
    void run() throws Exception;
  }

  private boolean wants(String part) {
    return options.only().isEmpty() || options.only().get().equals(part) || part.equals("quiet");
  }

  private void part(String name, Callable<String> part) throws Exception {
    if (!wants(name)) {
      return;
    }
    long line = server.logLines();
    String said = part.call();
    System.out.println(name + ": " + said);
    figures.add(name + " " + said);
    lookAtServer(name, line);
  }

  /** The normal listener's figures during an attack, and whether the server is healthy after it. */
  private void under(String name, Attack attack) throws Exception {
    if (!wants(name)) {
      return;
    }
    long line = server.logLines();
    List<Throwable> failed = new ArrayList<>();
    Thread attacking =
        Thread.ofPlatform()
            .name(name)
            .start(
                () -> {
                  try {
                    attack.run();
                  } catch (Exception e) {
                    failed.add(e);
                  }
                });
    NormalListener.Figures during = normal.during(attacking);
    attacking.join();
    failed.forEach(failure -> faults.add(name + ": the attack failed: " + failure));
    System.out.println(name + ": " + during);
    figures.add(
        String.format(
            Locale.ROOT,
            "%s: p50 %.1f ms, p99 %.1f ms",
            name,
            during.percentile(50),
            during.percentile(99)));
    during.faults().forEach(fault -> faults.add("during " + name + ": " + fault));
    NormalListener.Figures after = normal.during(Thread.ofPlatform().unstarted(() -> {}));
    after.faults().forEach(fault -> faults.add("after " + name + ": " + fault));
    lookAtServer(name, line);
  }

  private void lookAtServer(String name, long sinceLine) throws IOException {
    if (!server.isAlive()) {
      throw new IllegalStateException("the server ended during " + name);
    }
    server
        .errorsSince(sinceLine)
        .forEach(error -> faults.add(name + ": the server logged an error: " + error));
    long lines = server.logLines() - sinceLine;
    if (lines > MAX_LOG_LINES) {
      faults.add(name + ": the log grew by " + lines + " lines, the limit is " + MAX_LOG_LINES);
    }
  }

  private void floodWithPushes() throws Exception {
    Findings found = PushFlood.run(URI.create("http://127.0.0.1:" + server.port()), floodTime());
    found.figures().forEach(figure -> System.out.println("push-flood: " + figure));
    found.faults().forEach(fault -> faults.add("push-flood: " + fault));
  }

  private static void withoutAnAttack(Duration time) throws InterruptedException {
    Pause.pace(time.toMillis());
  }

  private String walkTable() throws Exception {
    EndpointTable table = new EndpointTable(nobody, lectures);
    table.walk(listener);
    table.keepApart(listener, other);
    table.fixation("Listener");
    table.theft("Listener");
    table.replay(other);
    Member disabled = Member.signUp(server, client, "Disabled");
    server.operate("account", "disable", "Disabled");
    table.disabled(disabled, "Disabled");
    EndpointTable invited = walkByInvitation();
    faults.addAll(table.faults());
    invited.faults().forEach(fault -> faults.add("by invitation: " + fault));
    int failed = table.faults().size() + invited.faults().size();
    return table.checks() + invited.checks() + " checks, " + failed + " failed";
  }

  private EndpointTable walkByInvitation() throws Exception {
    try (HostileServer byInvitation =
        new HostileServer(
            Files.createDirectories(folder.path().resolve("invitation")),
            Map.of("SIGN_UP", "invitation"))) {
      EndpointTable table = new EndpointTable(Member.nobody(byInvitation, client), lectures);
      Matcher invitation =
          Pattern.compile("Invitation: (\\S+)").matcher(byInvitation.operate("account", "invite"));
      if (!invitation.find()) {
        throw new IllegalStateException("there is no invitation");
      }
      table.invited(invitation.group(1));
      return table;
    }
  }

  private String walkHeaders() throws Exception {
    HeaderWalk walk = new HeaderWalk(server);
    walk.walk(nobody.recordings().getFirst());
    faults.addAll(walk.faults());
    return walk.checks() + " checks, " + walk.faults().size() + " failed";
  }

  private String crossSite() throws Exception {
    try (CrossSiteStory story =
        new CrossSiteStory(
            folder.path().resolve("browser"),
            server.at(""),
            OtherSites.knowing(server, client, lectures.getFirst()))) {
      String said = story.play();
      story.faults().forEach(fault -> faults.add("cross-site: " + fault));
      return said;
    }
  }

  private String fuzz() throws Exception {
    AccountFuzz fuzz = new AccountFuzz(server, nobody.recordings(), other);
    String said =
        fuzz.run(options.from(new ProofLog("security")), options.brief() ? FUZZED_BRIEFLY : FUZZED);
    faults.addAll(fuzz.faults());
    return said;
  }

  /** Uses a server of its own, because guessing uses up the limits of this machine's address. */
  private String guess() throws Exception {
    Duration each = options.brief() ? GUESSING_BRIEFLY : options.timeOf(1, 2 * FLOODS);
    try (HostileServer guessed =
        new HostileServer(Files.createDirectories(folder.path().resolve("guessed")))) {
      Findings found =
          SignInFlood.run(
              URI.create("http://127.0.0.1:" + guessed.port()),
              each,
              options.brief() ? TIMED_ADDRESSES_BRIEFLY : TIMED_ADDRESSES);
      found.faults().forEach(fault -> faults.add("sign-in: " + fault));
      return String.join(", ", found.figures());
    }
  }

  private String count(String name, List<String> found) {
    found.forEach(fault -> faults.add(name + ": " + fault));
    return RawRequests.count() + " requests, " + found.size() + " failed";
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
