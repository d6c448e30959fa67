package app.durus.proof.security;

import app.durus.proof.security.SignInClient.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * The part {@code sign-in} of {@code proof/security}: 60 wrong passwords a second, of one account
 * and of many, from one address and from 60, while listeners sign in with their right passwords. It
 * also measures whether the time of an answer reveals that a name exists. It uses many addresses of
 * the loopback network, which only Linux has.
 */
public final class SignInFlood implements AutoCloseable {

  private static final int GUESSES_PER_SECOND = 60;
  private static final int LISTENERS = 8;
  private static final long MOST_MS = 2_000;
  private static final String PASSWORD = "the right password";

  private static final int TIMED_AT_AN_ADDRESS = 12;
  private static final double MOST_DEVIATIONS = 4;

  private record Member(String name, String deviceCookie) {}

  private final URI server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, SignInClient> clients = new HashMap<>();
  private final List<String> figures = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final String run = UUID.randomUUID().toString().substring(0, 8);

  private SignInFlood(URI server) {
    this.server = server;
  }

  /**
   * Attacks a running server, on this machine.
   *
   * @param server its base address; its limits must not have been used up before
   * @param each the length of each attack
   * @param timedAddresses from which the times of known and unknown names are compared; each can
   *     try as often as the limit allows, and a small difference is found only with many
   */
  static Findings run(URI server, Duration each, int timedAddresses)
      throws IOException, InterruptedException {
    try (SignInFlood flood = new SignInFlood(server)) {
      flood.run(each, timedAddresses);
      return new Findings(flood.figures, flood.faults);
    }
  }

  /** Attacks a server that already runs: {@code SignInFlood http://localhost:8080 [seconds]}. */
  public static void main(String[] arguments) throws Exception {
    Duration each = Duration.ofSeconds(arguments.length > 1 ? Long.parseLong(arguments[1]) : 10);
    Findings found = run(URI.create(arguments[0]), each, 17);
    found.figures().forEach(System.out::println);
    found.faults().forEach(fault -> System.out.println("FAULT: " + fault));
    System.exit(found.faults().isEmpty() ? 0 : 1);
  }

  private void run(Duration each, int timedAddresses) throws IOException, InterruptedException {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < LISTENERS; i++) {
      members.add(signUp("listener " + i + " of " + run));
    }
    Member victim = signUp("victim of " + run);
    List<Member> timed = List.of(signUp("a " + run), signUp("b " + run), signUp("c " + run));
    note("quiet", signInFor(each.dividedBy(2), members, "127.0.3.1", false), Map.of());
    attack(each, "one account from one address", i -> "127.0.4.1", i -> victim.name(), members);
    mustGetIn("the account under attack, a new device", victim.name(), "127.0.3.9", false, victim);
    attack(each, "many accounts from one address", i -> "127.0.4.2", i -> run + i, members);
    attack(
        each,
        "one account from 60 addresses",
        i -> "127.0.5." + i % 60,
        i -> victim.name(),
        members);
    mustGetIn("the account under attack, its own device", victim.name(), "127.0.3.9", true, victim);
    compareTimes(timed, timedAddresses);
  }

  private SignInClient at(String address) throws IOException {
    SignInClient known = clients.get(address);
    if (known == null) {
      known = new SignInClient(server, address, executor);
      clients.put(address, known);
    }
    return known;
  }

  private Member signUp(String name) throws IOException, InterruptedException {
    Answer answer = at("127.0.2.1").sign("signUp", name, PASSWORD, Optional.empty());
    if (!answer.signedIn()) {
      throw new IllegalStateException("not signed up: " + answer);
    }
    return new Member(name, answer.cookies().getOrDefault("durus_device", ""));
  }

  private void attack(
      Duration time,
      String description,
      IntFunction<String> address,
      IntFunction<String> name,
      List<Member> members)
      throws IOException, InterruptedException {
    for (int i = 0; i < 60; i++) {
      at(address.apply(i)); // made before, so that it does not delay the attack
    }
    Map<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();
    AtomicInteger guesses = new AtomicInteger();
    try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
      clock.scheduleAtFixedRate(
          () -> {
            int guess = guesses.getAndIncrement();
            clients
                .get(address.apply(guess))
                .guess(name.apply(guess), "guess " + guess)
                .whenComplete(
                    (status, broken) ->
                        statuses
                            .computeIfAbsent(broken == null ? status : 0, s -> new AtomicInteger())
                            .incrementAndGet());
          },
          0,
          TimeUnit.SECONDS.toNanos(1) / GUESSES_PER_SECOND,
          TimeUnit.NANOSECONDS);
      note(description, signInFor(time, members, "127.0.3.2", true), statuses);
      clock.shutdownNow();
    }
  }

  /** Listeners sign in one after the other, on new devices. */
  private Latencies signInFor(
      Duration time, List<Member> members, String address, boolean underAttack)
      throws IOException, InterruptedException {
    Latencies latencies = new Latencies();
    long end = System.nanoTime() + time.toNanos();
    // No account signs in more often than its limit allows.
    int most = LISTENERS * 4;
    for (int i = 0; i < most && System.nanoTime() < end; i++) {
      Member member = members.get(i % members.size());
      long began = System.nanoTime();
      Answer answer = at(address).sign("signIn", member.name(), PASSWORD, Optional.empty());
      long took = System.nanoTime() - began;
      latencies.add(took);
      if (underAttack && (!answer.signedIn() || took > MOST_MS * 1_000_000)) {
        faults.add(
            String.format(
                Locale.ROOT,
                "a listener with the right password got %d %s after %d ms",
                answer.status(),
                answer.outcome(),
                took / 1_000_000));
      }
    }
    return latencies;
  }

  private void mustGetIn(
      String who, String name, String address, boolean onOwnDevice, Member member)
      throws IOException, InterruptedException {
    Optional<String> device = onOwnDevice ? Optional.of(member.deviceCookie()) : Optional.empty();
    long began = System.nanoTime();
    Answer answer = at(address).sign("signIn", name, PASSWORD, device);
    long tookMs = (System.nanoTime() - began) / 1_000_000;
    figures.add(String.format(Locale.ROOT, "%s: %s within %d ms", who, answer.outcome(), tookMs));
    if (!answer.signedIn() || tookMs > MOST_MS) {
      faults.add(
          String.format(
              Locale.ROOT,
              "%s was answered with status %d after %d ms",
              who,
              answer.status(),
              tookMs));
    }
  }

  private void note(String what, Latencies signIns, Map<Integer, AtomicInteger> guesses) {
    figures.add(
        String.format(
            Locale.ROOT,
            "%s: sign-ins with the right password: %s%s",
            what,
            signIns,
            guesses.isEmpty()
                ? ""
                : "; guesses by status of the answer: " + new TreeMap<>(guesses)));
  }

  /** Tries known and unknown names in random order, within every limit. */
  private void compareTimes(List<Member> timed, int addresses)
      throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom();
    Latencies known = new Latencies();
    Latencies unknown = new Latencies();
    for (int a = 1; a <= addresses; a++) {
      SignInClient client = at("127.0.6." + a);
      client.sign("signUp", "", "", Optional.empty()); // Connects.
      for (int i = 0; i < TIMED_AT_AN_ADDRESS; i++) {
        boolean knownFirst = random.nextBoolean();
        for (boolean isKnown : new boolean[] {knownFirst, !knownFirst}) {
          String name = isKnown ? timed.get(i % 3).name() : "n " + run + " " + a + "/" + i;
          long began = System.nanoTime();
          Answer answer = client.sign("signIn", name, "a wrong password", Optional.empty());
          (isKnown ? known : unknown).add(System.nanoTime() - began);
          if (!answer.outcome().equals("WRONG_NAME_OR_PASSWORD")) {
            faults.add("a timed guess was answered with " + answer);
          }
        }
      }
    }
    judge(known, unknown);
  }

  /**
   * The Mann–Whitney test: how often an unknown name takes longer than a known one; by chance half.
   */
  private void judge(Latencies known, Latencies unknown) {
    double longer = 0;
    for (double one : unknown.all()) {
      for (double other : known.all()) {
        longer += one > other ? 1 : one == other ? 0.5 : 0;
      }
    }
    double pairs = (double) known.count() * unknown.count();
    double deviation = Math.sqrt((known.count() + unknown.count() + 1) / (12 * pairs));
    double deviations = (longer / pairs - 0.5) / deviation;
    figures.add(
        String.format(
            Locale.ROOT,
            "known names: %s; unknown names: %s; an unknown name takes longer in a share of %.3f of all"
                + " pairs, which is %.1f standard deviations from one half",
            known,
            unknown,
            longer / pairs,
            deviations));
    if (Math.abs(deviations) > MOST_DEVIATIONS) {
      faults.add("the time of an answer reveals whether the name exists");
    }
  }

  @Override
  public void close() {
    clients.values().forEach(SignInClient::close);
    executor.close();
  }
}
