package app.durus.proof.convergence;

import app.durus.proof.devices.Epochs;
import app.durus.proof.devices.HttpDevice;
import app.durus.proof.devices.ReceivedAnswers;
import app.durus.proof.devices.StateAtRestore;
import app.durus.proof.devices.UnansweredException;
import app.durus.proof.oracle.ExpectedState;
import app.durus.proof.oracle.ExpectedStates;
import app.durus.proof.oracle.History;
import app.durus.proof.oracle.History.BackupTaken;
import app.durus.proof.oracle.History.Delivery;
import app.durus.proof.oracle.History.Event;
import app.durus.proof.oracle.History.Restore;
import app.durus.proof.oracle.History.Restored;
import app.durus.proof.run.DivergenceException;
import app.durus.proof.server.Listener;
import java.net.URI;
import java.net.http.HttpClient;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Plays histories against running servers. The devices of a history run at the same time, each in
 * its own order. Each request may go to any server. At a backup and at a restore the devices wait
 * for each other. Afterwards every device, and a new one, must have exactly the oracle's state for
 * the accepted intents, and everything that a device held when a backup was restored (R13). Every
 * revision from 1 to the last must have been used.
 */
final class HttpHistories {

  private static final int TOO_MANY_ROUNDS = 1_000;

  private final HttpClient client;
  private final List<URI> servers;
  private final Backups backups;
  private final Epochs epochs;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  HttpHistories(HttpClient client, List<URI> servers, Backups backups, Epochs epochs) {
    this.client = client;
    this.servers = List.copyOf(servers);
    this.backups = backups;
    this.epochs = epochs;
  }

  /**
   * Plays a history and returns its fault; empty when there is none.
   *
   * @param listener who has no state yet
   */
  Optional<String> failureOf(History history, Listener listener)
      throws InterruptedException, SQLException {
    try {
      new Playing(history, listener).play();
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(e.getCause().toString());
    } catch (DivergenceException | UnansweredException e) {
      return Optional.of(e.toString());
    }
  }

  /** One history under way. */
  private final class Playing {

    private record Backup(UUID tables, ReceivedAnswers.Mark seen) {}

    private final History history;
    private final Listener listener;
    private final ReceivedAnswers received = new ReceivedAnswers(epochs);
    private final StateAtRestore survivors = new StateAtRestore();
    private final Map<UUID, HttpDevice> devices = new HashMap<>();
    private final Map<Restore, Backup> taken = new HashMap<>();

    Playing(History history, Listener listener) {
      this.history = history;
      this.listener = listener;
      history.deviceIds().forEach(deviceId -> devices.put(deviceId, device(deviceId)));
    }

    void play()
        throws DivergenceException,
            UnansweredException,
            ExecutionException,
            InterruptedException,
            SQLException {
      List<Delivery> together = new ArrayList<>();
      for (Event event : history.events()) {
        switch (event) {
          case Delivery delivery -> together.add(delivery);
          case BackupTaken one -> {
            deliver(together);
            taken.put(
                one.restore(), new Backup(backups.take(listener.listenerId()), received.mark()));
          }
          case Restored one -> {
            deliver(together);
            restore(taken.get(one.restore()));
          }
        }
      }
      deliver(together);
      compare();
    }

    /** Leaves nothing of it. */
    private void deliver(List<Delivery> together) throws ExecutionException, InterruptedException {
      Map<UUID, List<Delivery>> byDevice = new HashMap<>();
      for (Delivery delivery : together) {
        byDevice.computeIfAbsent(delivery.deviceId(), id -> new ArrayList<>()).add(delivery);
      }
      together.clear();
      List<Future<?>> running = new ArrayList<>();
      byDevice.forEach(
          (deviceId, deliveries) ->
              running.add(
                  threads.submit(
                      () -> {
                        for (Delivery delivery : deliveries) {
                          devices.get(deviceId).push(delivery.actions(), 0);
                        }
                        return null;
                      })));
      for (Future<?> one : running) {
        one.get();
      }
    }

    private void restore(Backup backup) throws SQLException {
      devices.values().forEach(device -> survivors.add(device.endings()));
      backups.restore(listener.listenerId(), backup.tables());
      received.rewind(backup.seen());
    }

    private void compare() throws DivergenceException, UnansweredException, InterruptedException {
      HttpDevice fresh = device(UUID.randomUUID());
      List<HttpDevice> all = new ArrayList<>(devices.values());
      all.add(fresh);
      pullUntilQuiet(all);
      Map<UUID, ExpectedState> expected = ExpectedStates.of(received.accepted());
      for (HttpDevice device : all) {
        DivergenceException.unless(
            device.endings().equals(expected),
            "a device has " + device.endings() + " and not " + expected);
      }
      survivors.check(expected);
      received.checkEveryRevisionWasSeen(fresh.cursor());
      received.checkHoldersWereApplied(expected);
    }

    /**
     * The last device's offer must still reach the first one. A restore for another listener may
     * make all devices offer everything again at any time.
     */
    private static void pullUntilQuiet(List<HttpDevice> all)
        throws DivergenceException, UnansweredException, InterruptedException {
      int before = -1;
      int timesStartedOver = 0;
      for (int round = 0; timesStartedOver > before || !areAtOneCursor(all); round++) {
        DivergenceException.unless(
            round < TOO_MANY_ROUNDS, "the devices do not come to one cursor");
        before = timesStartedOver;
        for (HttpDevice device : all) {
          device.pullAll();
        }
        timesStartedOver = all.stream().mapToInt(HttpDevice::timesStartedOver).sum();
      }
    }

    private static boolean areAtOneCursor(List<HttpDevice> all) {
      return all.stream().mapToLong(HttpDevice::cursor).distinct().count() == 1;
    }

    private HttpDevice device(UUID deviceId) {
      return new HttpDevice(client, anyServer(), listener, deviceId, received);
    }
  }

  private Supplier<URI> anyServer() {
    return () -> servers.get(ThreadLocalRandom.current().nextInt(servers.size()));
  }
}
