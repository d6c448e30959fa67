package app.durus.proof.storm;

import app.durus.proof.run.ProofLog;
import app.durus.proof.run.ProofOptions;
import app.durus.server.processes.PostgresProcess;
import app.durus.server.processes.ProofFolder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code proof/storm}: the app's own core on several devices, in Node, against the packaged server
 * and PostgreSQL. This class starts the servers, hands out seeds and records the run. The storms
 * themselves, and the checks after each, are TypeScript ({@code frontend/simulation}).
 */
final class StormProof {

  private static final int BRIEFLY = 200;

  /** The number of storms at the same time: while one waits for its server, another runs. */
  private static final int AT_ONCE = 3;

  private final ProofOptions options;
  private final ProofLog log = new ProofLog("storm");
  private final Instant begun = Instant.now();
  private final long first;
  private final AtomicLong next;
  private final AtomicBoolean diverged = new AtomicBoolean();

  private StormProof(ProofOptions options) {
    this.options = options;
    this.first = options.from(log);
    this.next = new AtomicLong(first);
  }

  public static void main(String[] arguments) throws Exception {
    boolean holds = new StormProof(ProofOptions.of(List.of(), arguments)).run();
    System.exit(holds ? 0 : 1);
  }

  private boolean run() throws Exception {
    int atOnce = options.single() ? 1 : AT_ONCE;
    StormFigures figures = StormFigures.NONE;
    try (ProofFolder folder = new ProofFolder();
        PostgresProcess postgres = PostgresProcess.start(folder.path());
        ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
      List<Future<StormFigures>> playing = new ArrayList<>();
      for (int i = 0; i < atOnce; i++) {
        String database = "storm" + i;
        boolean alsoFailedOnce = i == 0 && !options.single();
        playing.add(
            threads.submit(
                () -> {
                  try (StormHarness harness =
                      StormHarness.start(postgres, folder.path(), database)) {
                    StormFigures played = harness.play(this::nextSeed, alsoFailedOnce);
                    diverged.compareAndSet(false, played.diverged() > 0);
                    return played;
                  }
                }));
      }
      for (Future<StormFigures> one : playing) {
        figures = figures.plus(one.get());
      }
    }
    log.end(options, first, next.get() - 1, begun, figures.toString());
    return figures.diverged() == 0;
  }

  /** Empty when it is over. */
  private synchronized Optional<Long> nextSeed() {
    boolean isOver =
        diverged.get()
            || (options.single() || options.brief()
                ? next.get() - first >= (options.brief() ? BRIEFLY : 1)
                : Instant.now().isAfter(begun.plus(options.time())));
    return isOver ? Optional.empty() : Optional.of(next.getAndIncrement());
  }
}
