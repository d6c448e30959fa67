package app.durus.server.simulation;

import app.durus.server.simulation.History.Delivery;
import java.net.URI;
import java.net.http.HttpClient;
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
 * Plays histories against running servers: the devices of a history at the same time, each in its
 * own order, each request to any of the servers. Afterwards every device that pulled, and one that
 * comes new, must have exactly what the oracle says of the set of accepted intents; every revision
 * from 1 to the last must have been handed out.
 */
final class HttpHistories {

  private final HttpClient client;
  private final List<URI> servers;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  HttpHistories(HttpClient client, List<URI> servers) {
    this.client = client;
    this.servers = List.copyOf(servers);
  }

  /**
   * What is wrong with the outcome; empty when nothing is.
   *
   * @param listener who has no state yet
   */
  Optional<String> failureOf(History history, Listener listener) throws InterruptedException {
    Sightings sightings = new Sightings();
    Map<UUID, Device> devices = new HashMap<>();
    List<Future<?>> running = new ArrayList<>();
    for (UUID deviceId : history.deviceIds()) {
      Device device = new Device(client, anyServer(), listener, deviceId, sightings);
      devices.put(deviceId, device);
      List<Delivery> deliveries = history.deliveriesOf(deviceId);
      running.add(
          threads.submit(
              () -> {
                for (Delivery delivery : deliveries) {
                  device.push(delivery.wishes(), 0);
                }
                return null;
              }));
    }
    try {
      for (Future<?> one : running) {
        one.get();
      }
      Device fresh = new Device(client, anyServer(), listener, UUID.randomUUID(), sightings);
      devices.put(UUID.randomUUID(), fresh);
      for (Device device : devices.values()) {
        device.pullAll();
      }
      check(devices.values(), fresh.cursor(), sightings);
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(e.getCause().toString());
    } catch (Diverged | Device.Unanswered e) {
      return Optional.of(e.toString());
    }
  }

  private static void check(Iterable<Device> devices, long last, Sightings sightings)
      throws Diverged {
    Map<UUID, Ending> expected = Endings.of(sightings);
    for (Device device : devices) {
      Diverged.unless(
          device.endings().equals(expected),
          "a device has " + device.endings() + " and not " + expected);
      Diverged.unless(
          device.cursor() == last, "two devices end at " + device.cursor() + " and " + last);
    }
    sightings.checkEveryRevisionWasSeen(last);
    sightings.checkHoldersWereApplied(expected);
  }

  private Supplier<URI> anyServer() {
    return () -> servers.get(ThreadLocalRandom.current().nextInt(servers.size()));
  }
}
