package app.durus.proof.cursor;

import app.durus.proof.devices.HttpDevice;
import app.durus.proof.devices.ReceivedAnswers;
import app.durus.proof.oracle.ExpectedState;
import app.durus.proof.oracle.ExpectedStates;
import app.durus.proof.oracle.ListenerAction;
import app.durus.proof.oracle.ListenerActions;
import app.durus.proof.run.DivergenceException;
import app.durus.proof.run.ProofLog;
import app.durus.proof.run.ProofOptions;
import app.durus.proof.server.Listener;
import app.durus.proof.server.ProofTables;
import app.durus.proof.server.ServerProcess;
import app.durus.server.processes.Http;
import app.durus.server.processes.PostgresProcess;
import app.durus.server.processes.ProofFolder;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * {@code proof/cursor}: several devices write at the same time. Other devices only follow their
 * cursor and pull as fast as they can. They would miss a change for ever if it became visible after
 * a later one. At the end they must have every state at the revision that a new device gets. The
 * order of the writes depends on the machine. The seed decides only their contents.
 */
final class CursorProof implements AutoCloseable {

  private static final Duration BRIEFLY = Duration.ofSeconds(25);
  private static final String HEAP = "256m";
  private static final int AT_ONCE = 4;
  private static final int WRITERS = 4;
  private static final int FOLLOWERS = 2;
  private static final int PUSHES_A_WRITER = 6;
  private static final int MAX_PUSH = 3;

  private final PostgresProcess postgres;
  private final ServerProcess server;
  private final ProofTables tables;
  private final HttpClient client = Http.client();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger pulls = new AtomicInteger();

  private CursorProof(ProofFolder folder) throws Exception {
    postgres = PostgresProcess.start(folder.path());
    server =
        ServerProcess.start(folder.path().resolve("server"), Optional.of(postgres.url()), HEAP);
    tables = new ProofTables(postgres.jdbcUrl());
    tables.stock();
    tables.installRevisionLog();
  }

  public static void main(String[] arguments) throws Exception {
    ProofOptions options = ProofOptions.of(List.of(), arguments);
    boolean holds;
    try (ProofFolder folder = new ProofFolder();
        CursorProof proof = new CursorProof(folder)) {
      holds = proof.run(options);
    }
    System.exit(holds ? 0 : 1);
  }

  private boolean run(ProofOptions options) throws Exception {
    ProofLog log = new ProofLog("cursor");
    Instant begun = Instant.now();
    Instant until = options.until(BRIEFLY);
    long first = options.from(log);
    long next = first;
    List<String> faults = new ArrayList<>();
    do {
      List<Future<Void>> rounds = new ArrayList<>();
      for (Listener listener : tables.listeners(AT_ONCE)) {
        long seed = next++;
        rounds.add(threads.submit(() -> round(seed, listener)));
      }
      for (int i = 0; i < rounds.size(); i++) {
        try {
          rounds.get(i).get();
        } catch (ExecutionException e) {
          faults.add("seed " + (next - rounds.size() + i) + ": " + e.getCause());
        }
      }
    } while (faults.isEmpty() && !options.single() && Instant.now().isBefore(until));
    tables.faultyRevisions().ifPresent(faults::add);
    faults.forEach(fault -> System.out.println("DIVERGED: " + fault));
    log.end(
        options,
        first,
        next - 1,
        begun,
        String.format(
            Locale.ROOT,
            "%d rounds of %d writers and %d followers, %d pulls during writing, %d revisions, %d diverged",
            next - first,
            WRITERS,
            FOLLOWERS,
            pulls.get(),
            tables.revisions(),
            faults.size()));
    return faults.isEmpty();
  }

  private Void round(long seed, Listener listener) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    ReceivedAnswers received = new ReceivedAnswers();
    List<Future<HttpDevice>> writing = new ArrayList<>();
    AtomicInteger writers = new AtomicInteger(WRITERS);
    for (int i = 0; i < WRITERS; i++) {
      SplittableRandom own = random.split();
      HttpDevice device = device(listener, received);
      writing.add(
          threads.submit(
              () -> {
                try {
                  return write(device, own);
                } finally {
                  writers.decrementAndGet();
                }
              }));
    }
    List<Future<HttpDevice>> following = new ArrayList<>();
    for (int i = 0; i < FOLLOWERS; i++) {
      HttpDevice device = device(listener, received);
      following.add(threads.submit(() -> follow(device, () -> writers.get() > 0)));
    }
    List<HttpDevice> devices = new ArrayList<>();
    for (Future<HttpDevice> one : writing) {
      devices.add(one.get());
    }
    for (Future<HttpDevice> one : following) {
      devices.add(one.get());
    }
    compare(devices, device(listener, received), received);
    return null;
  }

  /** Only writes. It receives the others' changes with its answers and at the end. */
  private static HttpDevice write(HttpDevice device, SplittableRandom random) throws Exception {
    for (int push = 0; push < PUSHES_A_WRITER; push++) {
      List<ListenerAction> actions = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(MAX_PUSH); i++) {
        actions.add(ListenerActions.any(random, push));
      }
      device.push(actions, 0);
    }
    return device;
  }

  /** The last pull begins after the last write was answered. */
  private HttpDevice follow(HttpDevice device, BooleanSupplier stillWriting) throws Exception {
    boolean more = true;
    while (more) {
      more = stillWriting.getAsBoolean();
      device.pullAll();
      pulls.incrementAndGet();
    }
    return device;
  }

  private static void compare(List<HttpDevice> devices, HttpDevice fresh, ReceivedAnswers received)
      throws Exception {
    fresh.pullAll();
    Map<UUID, ExpectedState> expected = ExpectedStates.of(received.accepted());
    DivergenceException.unless(
        fresh.endings().equals(expected),
        "a new device has " + fresh.endings() + ", the oracle expects " + expected);
    for (HttpDevice device : devices) {
      device.pullAll();
      DivergenceException.unless(
          device.cursor() == fresh.cursor() && device.revisions().equals(fresh.revisions()),
          String.format(
              Locale.ROOT,
              "a device has cursor %d and revisions %s, a new device has cursor %d and revisions %s",
              device.cursor(),
              device.revisions(),
              fresh.cursor(),
              fresh.revisions()));
      DivergenceException.unless(
          device.endings().equals(expected),
          "a device has " + device.endings() + ", the oracle expects " + expected);
    }
    received.checkEveryRevisionWasSeen(fresh.cursor());
  }

  private HttpDevice device(Listener listener, ReceivedAnswers received) {
    return new HttpDevice(client, server::uri, listener, UUID.randomUUID(), received);
  }

  @Override
  public void close() {
    server.close();
    postgres.close();
    client.close();
    threads.close();
  }
}
