package app.durus.proof.convergence;

import app.durus.proof.devices.Epochs;
import app.durus.proof.oracle.History;
import app.durus.proof.run.ProofLog;
import app.durus.proof.run.ProofOptions;
import app.durus.proof.server.Listener;
import app.durus.proof.server.ProofTables;
import app.durus.proof.server.ServerProcess;
import app.durus.server.processes.Http;
import app.durus.server.processes.PostgresProcess;
import app.durus.server.processes.ProofFolder;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs generated histories against the packaged product: one or more servers, one database. Several
 * histories run at once. When one of them restores a backup of its listener's tables, the new epoch
 * applies to all.
 */
public final class ServedHistories implements AutoCloseable {

  /** How many histories are under way at once, each with all its devices. */
  private static final int AT_ONCE = 8;

  /** How often a failing history is played again: a race does not fail every time. */
  private static final int TRIES = 5;

  private static final String HEAP = "256m";

  private final PostgresProcess postgres;
  private final List<ServerProcess> servers = new ArrayList<>();
  private final Optional<LoadBalancer> balancer;
  private final ProofTables tables;
  private final HttpClient client = Http.client();
  private final Epochs epochs = new Epochs(true);
  private final Backups backups;
  private final HttpHistories histories;

  private ServedHistories(Path folder, int serverCount) throws Exception {
    postgres = PostgresProcess.start(folder);
    for (int i = 0; i < serverCount; i++) {
      servers.add(
          ServerProcess.start(folder.resolve("server-" + i), Optional.of(postgres.url()), HEAP));
    }
    balancer =
        serverCount == 1 ? Optional.empty() : Optional.of(LoadBalancer.start(folder, servers));
    List<URI> addresses =
        balancer.map(LoadBalancer::addresses).orElseGet(() -> List.of(servers.getFirst().uri()));
    tables = new ProofTables(postgres.jdbcUrl());
    tables.stock();
    tables.installRevisionLog();
    tables.installBackups();
    backups = new Backups(tables, postgres.url(), epochs);
    histories = new HttpHistories(client, addresses, backups, epochs);
  }

  /**
   * @param briefly number of histories of a short run
   * @param time of any other run
   * @return whether all converged
   */
  public static boolean run(
      ProofLog log, ProofOptions options, int briefly, Duration time, int serverCount)
      throws Exception {
    try (ProofFolder folder = new ProofFolder();
        ServedHistories served = new ServedHistories(folder.path(), serverCount)) {
      return served.run(log, options, briefly, time);
    }
  }

  private boolean run(ProofLog log, ProofOptions options, int briefly, Duration time)
      throws Exception {
    Instant begun = Instant.now();
    Instant until = begun.plus(time);
    long first = options.from(log);
    long next = first;
    long intents = 0;
    long restores = 0;
    boolean diverged = false;
    do {
      int count = options.single() ? 1 : AT_ONCE;
      List<History> block = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        // The last weeks of the history are over by then, and some clocks are ahead of now.
        long startMs = System.currentTimeMillis() - Histories.SPAN.toMillis();
        block.add(Histories.of(next + i, startMs));
      }
      next += count;
      intents += block.stream().mapToInt(History::actionCount).sum();
      restores += block.stream().mapToInt(history -> history.restores().size()).sum();
      diverged = !holds(block);
    } while (!diverged
        && (options.brief() ? next - first < briefly : Instant.now().isBefore(until)));
    Optional<String> faulty = tables.faultyRevisions().or(epochs::fault);
    faulty.ifPresent(fault -> System.out.println("DIVERGED: " + fault));
    diverged |= faulty.isPresent();
    log.end(
        options,
        first,
        next - 1,
        begun,
        String.format(
            Locale.ROOT,
            "%d histories, %d restores, %d deliveries of intents, %d revisions, %d diverged",
            next - first,
            restores,
            intents,
            tables.revisions(),
            diverged ? 1 : 0));
    return !diverged;
  }

  private boolean holds(List<History> block)
      throws SQLException, InterruptedException, ExecutionException {
    List<Listener> listeners = tables.listeners(block.size());
    List<Future<Optional<String>>> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < block.size(); i++) {
        History history = block.get(i);
        Listener listener = listeners.get(i);
        outcomes.add(threads.submit(() -> histories.failureOf(history, listener)));
      }
    }
    boolean holds = true;
    for (int i = 0; i < block.size(); i++) {
      Optional<String> failure = outcomes.get(i).get();
      if (failure.isPresent()) {
        holds = false;
        System.out.println("DIVERGED: " + failure.get());
        System.out.println(
            "The shortest history found that still diverges: "
                + new Shrinker(this::failureAgain).shrink(block.get(i)));
      }
    }
    return holds;
  }

  private Optional<String> failureAgain(History history) {
    try {
      Optional<String> failure = Optional.empty();
      for (Listener listener : tables.listeners(TRIES)) {
        if (failure.isEmpty()) {
          failure = histories.failureOf(history, listener);
        }
      }
      return failure;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    backups.close();
    balancer.ifPresent(LoadBalancer::close);
    servers.forEach(ServerProcess::close);
    postgres.close();
    client.close();
  }
}
