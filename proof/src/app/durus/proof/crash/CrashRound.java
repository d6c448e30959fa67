package app.durus.proof.crash;

import app.durus.proof.devices.HttpDevice;
import app.durus.proof.devices.ReceivedAnswers;
import app.durus.proof.devices.UnansweredException;
import app.durus.proof.oracle.ExpectedState;
import app.durus.proof.oracle.ExpectedState.Held;
import app.durus.proof.oracle.ExpectedStates;
import app.durus.proof.oracle.History.Carried;
import app.durus.proof.oracle.ListenerAction;
import app.durus.proof.oracle.ListenerActions;
import app.durus.proof.oracle.Oracle;
import app.durus.proof.oracle.TestCatalogue;
import app.durus.proof.run.DivergenceException;
import app.durus.proof.server.Listener;
import app.durus.server.processes.Http;
import app.durus.server.waiting.Eventually;
import app.durus.server.waiting.Pause;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Devices push without a pause, repeat unanswered pushes, and follow their cursors. The fault
 * happens several times meanwhile. After each fault every acknowledged intent must be stored, and
 * every device must be served again without help. At the end all devices, a new device and the
 * oracle must agree.
 */
public final class CrashRound {

  private static final int LISTENERS = 3;
  private static final int WRITERS_A_LISTENER = 3;

  /** The devices that push and pull at the same time, over all listeners. */
  public static final int DEVICES = LISTENERS * (WRITERS_A_LISTENER + 1);

  private static final int MAX_PUSH = 4;
  private static final long MAX_PAUSE_MS = 15;
  private static final long RETRY_MS = 20;
  private static final long MAX_LOAD_MS = 700;

  private record Account(Listener listener, ReceivedAnswers received, List<Worker> workers) {}

  /** A device and the number of its answers. */
  private record Worker(HttpDevice device, AtomicInteger answers, SplittableRandom random) {}

  private final FaultHarness harness;
  private final SplittableRandom random;
  private final HttpClient client = Http.client();
  private final List<Account> accounts = new ArrayList<>();
  private volatile boolean ending;

  /** The round has failed, so unanswered pushes are not repeated any more. */
  private volatile boolean abandoned;

  private int kills;
  private Duration slowest = Duration.ZERO;

  public CrashRound(FaultHarness harness, SplittableRandom random) {
    this.harness = harness;
    this.random = random;
  }

  public int kills() {
    return kills;
  }

  public int answered() {
    return accounts.stream()
        .flatMap(account -> account.workers().stream())
        .mapToInt(worker -> worker.answers().get())
        .sum();
  }

  /** The longest time from a restart until every device was served. */
  public Duration slowest() {
    return slowest;
  }

  public void run(int planned) throws Exception {
    for (Listener listener : harness.tables().listeners(LISTENERS)) {
      ReceivedAnswers received = new ReceivedAnswers(harness.epochs());
      List<Worker> workers = new ArrayList<>();
      for (int i = 0; i < WRITERS_A_LISTENER + 1; i++) {
        workers.add(new Worker(device(listener, received), new AtomicInteger(), random.split()));
      }
      accounts.add(new Account(listener, received, workers));
    }
    try (client;
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> running = new ArrayList<>();
      for (Account account : accounts) {
        for (int i = 0; i < account.workers().size(); i++) {
          Worker worker = account.workers().get(i);
          boolean writes = i > 0;
          running.add(threads.submit(() -> work(worker, writes)));
        }
      }
      try {
        awaitAnswers(running);
        for (int i = 0; i < planned; i++) {
          killOnce(running);
        }
      } catch (Exception | AssertionError e) {
        abandoned = true;
        throw e;
      } finally {
        ending = true;
      }
      for (Future<Void> one : running) {
        result(one);
      }
      for (Account account : accounts) {
        compare(account);
      }
    }
  }

  /** The first device of a listener only follows; the others push until they are answered. */
  private Void work(Worker worker, boolean writes) throws Exception {
    while (!ending) {
      List<ListenerAction> actions = writes ? actions(worker) : List.of();
      boolean answered = false;
      for (int attempt = 0; !answered && !abandoned; attempt++) {
        Instant asked = Instant.now();
        try {
          worker.device().push(actions, attempt);
          answered = true;
          harness.answered(Duration.between(asked, Instant.now()));
        } catch (UnansweredException e) {
          harness.unanswered(e, Duration.between(asked, Instant.now()));
          Pause.pace(RETRY_MS);
        }
      }
      worker.answers().incrementAndGet();
      Pause.random(MAX_PAUSE_MS, worker.random());
    }
    return null;
  }

  private void killOnce(List<Future<Void>> running) throws Exception {
    Pause.random(MAX_LOAD_MS, random);
    Map<Account, List<Carried>> acknowledged = new IdentityHashMap<>();
    harness.kill();
    kills++;
    Map<UUID, Long> seen = new HashMap<>();
    for (Account account : accounts) {
      seen.put(account.listener().listenerId(), account.received().lastRevision());
    }
    harness.lasts(seen);
    for (Account account : accounts) {
      acknowledged.put(account, List.copyOf(account.received().accepted()));
      if (harness.restoresABackup()) {
        account.received().startOver();
      }
    }
    harness.startAgain();
    Instant started = Instant.now();
    awaitAnswers(running);
    Duration recovery = Duration.between(started, Instant.now());
    slowest = recovery.compareTo(slowest) > 0 ? recovery : slowest;
    for (Map.Entry<Account, List<Carried>> entry : acknowledged.entrySet()) {
      Account account = entry.getKey();
      HttpDevice fresh = device(account.listener(), account.received());
      fresh.pullAll();
      checkNothingIsLost(fresh.endings(), entry.getValue());
    }
  }

  /**
   * Waits until every device got two more answers, because the first may be from before the fault.
   */
  private void awaitAnswers(List<Future<Void>> running) throws Exception {
    for (Account account : accounts) {
      for (Worker worker : account.workers()) {
        int enough = worker.answers().get() + 2;
        Eventually.isTrue(
            "a device that is served again",
            () -> {
              for (Future<Void> one : running) {
                if (one.isDone()) {
                  result(one);
                }
              }
              return worker.answers().get() >= enough;
            });
      }
    }
  }

  /**
   * Devices continue to write, so a stored state may be later than the acknowledged one, never
   * earlier.
   */
  private static void checkNothingIsLost(
      Map<UUID, ExpectedState> present, List<Carried> acknowledged) throws DivergenceException {
    for (TestCatalogue.Lecture lecture : TestCatalogue.LECTURES) {
      ExpectedState least = Oracle.ending(lecture.lectureId(), acknowledged);
      ExpectedState now = present.getOrDefault(lecture.lectureId(), ExpectedState.NOTHING);
      for (ListenerAction.Register register : ListenerAction.Register.values()) {
        Held held = now.register(register);
        Held leastHeld = least.register(register);
        DivergenceException.unless(
            leastHeld == null
                || held != null
                    && Oracle.rank(register, held).compareTo(Oracle.rank(register, leastHeld)) >= 0,
            "acknowledged and lost: " + leastHeld + ", there is " + held);
      }
      DivergenceException.unless(
          least.firstCompletedAt() == null
              || now.firstCompletedAt() != null
                  && now.firstCompletedAt() <= least.firstCompletedAt(),
          "a first completion was lost: " + least + ", there is " + now);
    }
  }

  private void compare(Account account) throws Exception {
    HttpDevice fresh = device(account.listener(), account.received());
    fresh.pullAll();
    Map<UUID, ExpectedState> expected = ExpectedStates.of(account.received().accepted());
    DivergenceException.unless(
        fresh.endings().equals(expected), "new: " + fresh.endings() + ", oracle: " + expected);
    for (Worker worker : account.workers()) {
      worker.device().pullAll();
      DivergenceException.unless(
          worker.device().cursor() == fresh.cursor()
              && worker.device().revisions().equals(fresh.revisions())
              && worker.device().endings().equals(expected),
          "a device missed a change: " + worker.device().revisions() + ", " + fresh.revisions());
    }
  }

  private static void result(Future<Void> work) throws Exception {
    try {
      work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DivergenceException diverged) {
        throw diverged;
      }
      throw e;
    }
  }

  private static List<ListenerAction> actions(Worker worker) {
    List<ListenerAction> actions = new ArrayList<>();
    int count = 1 + worker.random().nextInt(MAX_PUSH);
    for (int i = 0; i < count; i++) {
      actions.add(ListenerActions.any(worker.random(), worker.answers().get()));
    }
    return actions;
  }

  private HttpDevice device(Listener listener, ReceivedAnswers received) {
    return new HttpDevice(client, harness.server()::uri, listener, UUID.randomUUID(), received);
  }
}
