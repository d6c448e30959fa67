package app.durus.proof.fuzz;

import app.durus.proof.devices.HttpDevice;
import app.durus.proof.devices.ReceivedAnswers;
import app.durus.proof.devices.UnansweredException;
import app.durus.proof.fuzz.FuzzRequest.Manner;
import app.durus.proof.oracle.ListenerAction;
import app.durus.proof.oracle.TestCatalogue;
import app.durus.proof.run.DivergenceException;
import app.durus.proof.run.ProofLog;
import app.durus.proof.run.ProofOptions;
import app.durus.proof.server.Listener;
import app.durus.proof.server.ProofTables;
import app.durus.proof.server.ServerProcess;
import app.durus.server.processes.Http;
import app.durus.server.processes.PostgresProcess;
import app.durus.server.processes.ProofFolder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@code proof/fuzz}: blocks of a thousand concurrent requests that must change nothing. None may
 * get a 5xx, hang, or be logged as an error of the server. After each block the tables are
 * unchanged, and a valid device is served.
 */
final class FuzzProof implements AutoCloseable {

  private static final Duration BRIEFLY = Duration.ofSeconds(30);
  private static final int BLOCK = 1_000;
  private static final int AT_ONCE = 16;
  private static final int PIECES = 20;
  private static final long PAUSE_MS = 50;

  /** A small heap, so that a leak of the requests' data ends the server. */
  private static final String HEAP = "160m";

  /** Twice the heap and the JVM's other memory. */
  private static final long MAX_MEMORY_MIB = 700;

  private final PostgresProcess postgres;
  private final ServerProcess server;
  private final ProofTables tables;
  private final HttpClient client = Http.client();
  private final Listener listener;
  private final Listener other;
  private final List<String> recordings;
  private final Map<Integer, Integer> statuses = new TreeMap<>();

  private FuzzProof(ProofFolder folder) throws Exception {
    postgres = PostgresProcess.start(folder.path());
    server =
        ServerProcess.start(
            folder.path().resolve("server"), Optional.of(postgres.url()), HEAP, "--demo");
    tables = new ProofTables(postgres.jdbcUrl());
    tables.stock();
    List<Listener> listeners = tables.listeners(2);
    listener = listeners.get(0);
    other = listeners.get(1);
    recordings = recordings();
  }

  public static void main(String[] arguments) throws Exception {
    ProofOptions options = ProofOptions.of(List.of(), arguments);
    try (ProofFolder folder = new ProofFolder();
        FuzzProof proof = new FuzzProof(folder)) {
      if (!proof.run(options)) {
        System.exit(1);
      }
    }
  }

  private boolean run(ProofOptions options) throws Exception {
    ProofLog log = new ProofLog("fuzz");
    Instant begun = Instant.now();
    Instant until = options.until(BRIEFLY);
    long first = options.from(log);
    long next = first;
    serveADevice(next);
    String before = tables.checksum();
    List<String> faults = new ArrayList<>();
    do {
      faults.addAll(sendBlock(next));
      next++;
      try {
        DivergenceException.unless(before.equals(tables.checksum()), "the tables have changed");
        DivergenceException.unless(server.isAlive(), "the server has died");
        serveADevice(next);
        before = tables.checksum();
      } catch (DivergenceException | UnansweredException e) {
        faults.add("after the block of seed " + (next - 1) + ": " + e);
      }
    } while (faults.isEmpty() && !options.single() && Instant.now().isBefore(until));
    long memoryMib = server.peakMemoryMib();
    if (memoryMib > MAX_MEMORY_MIB) {
      faults.add("the server used " + memoryMib + " MiB, the limit is " + MAX_MEMORY_MIB + " MiB");
    }
    server.errorsInLog().forEach(line -> faults.add("the server logged an error: " + line));
    faults.stream().limit(20).forEach(fault -> System.out.println("FAULT: " + fault));
    log.end(
        options,
        first,
        next - 1,
        begun,
        String.format(
            Locale.ROOT,
            "%d requests, answers by status %s (0: connection closed), server at most %d MiB, %d faults",
            (next - first) * BLOCK,
            statuses,
            memoryMib,
            faults.size()));
    return faults.isEmpty();
  }

  /** Its intent changes the state, so the next checksum is taken after it. */
  private void serveADevice(long number)
      throws DivergenceException, UnansweredException, InterruptedException {
    HttpDevice device =
        new HttpDevice(client, server::uri, listener, UUID.randomUUID(), new ReceivedAnswers());
    long occurredAt = 1_767_225_600_000L + number;
    device.push(
        List.of(
            ListenerAction.of(
                UUID.randomUUID(),
                ListenerAction.Kind.FAVORITED,
                TestCatalogue.LECTURES.getFirst().lectureId(),
                occurredAt)),
        0);
    device.pullAll();
  }

  private List<String> sendBlock(long seed) {
    FuzzRequests requests = new FuzzRequests(seed, listener, other, recordings);
    ConcurrentLinkedQueue<FuzzRequest> queue = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < BLOCK; i++) {
      queue.add(requests.next());
    }
    ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int i = 0; i < AT_ONCE; i++) {
        threads.execute(
            () -> {
              for (FuzzRequest one = queue.poll(); one != null; one = queue.poll()) {
                fault(one).ifPresent(fault -> faults.add("seed " + seed + ": " + fault));
              }
            });
      }
    }
    return List.copyOf(faults);
  }

  private Optional<String> fault(FuzzRequest request) {
    try {
      int status = send(request);
      synchronized (statuses) {
        statuses.merge(status, 1, Integer::sum);
      }
      boolean expected = request.expected() == 0 ? status < 500 : status == request.expected();
      return expected ? Optional.empty() : Optional.of(status + " to " + request.describe());
    } catch (IOException e) {
      return Optional.of(e + " to " + request.describe());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private int send(FuzzRequest request) throws IOException, InterruptedException {
    try (RawConnection connection = new RawConnection(server.port())) {
      try {
        connection.send(request.head());
        if (request.manner() == Manner.SLOWLY) {
          connection.sendSlowly(request.body(), PIECES, PAUSE_MS);
        } else {
          connection.send(request.body());
        }
        if (request.manner() == Manner.BROKEN_OFF) {
          connection.endOutput();
        }
      } catch (IOException hungUp) {
        // The server may refuse before the request is sent whole; the answer can be read all the
        // same.
        return connection.status();
      }
      return request.manner() == Manner.DROPPED ? 0 : connection.status();
    }
  }

  private List<String> recordings() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri().resolve("/connect/CatalogueEndpoint/changes"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"cursor\":0}"))
            .build();
    String answer = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    List<String> paths = new ArrayList<>();
    for (JsonNode asset : new ObjectMapper().readTree(answer).get("assets")) {
      paths.add(asset.get("url").asText());
      paths.add(asset.get("url").asText() + ".json");
    }
    return paths;
  }

  @Override
  public void close() {
    server.close();
    postgres.close();
  }
}
