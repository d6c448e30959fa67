package app.durus.proof.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * One account pushes 2,500 times at once over HTTP/2, again and again, while other listeners push
 * one after the other. No push of the others may fail.
 */
public final class PushFlood implements AutoCloseable {

  private static final int AT_ONCE = 2_500;
  private static final int CONNECTIONS = 25;
  private static final int OTHERS = 4;

  private record Member(String listenerId, String session) {}

  private final Vertx floodingLoops = Vertx.vertx();

  /** Threads of their own, so that the measured requests do not wait for the flood. */
  private final Vertx quietLoops = Vertx.vertx();

  private final HttpClient flooding;
  private final HttpClient quiet;
  private final URI server;
  private final List<String> faults = new ArrayList<>();
  private final AtomicInteger refused = new AtomicInteger();

  private PushFlood(URI server) {
    this.server = server;
    flooding =
        floodingLoops.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false),
            new PoolOptions().setHttp2MaxSize(CONNECTIONS).setMaxWaitQueueSize(AT_ONCE));
    quiet = quietLoops.createHttpClient(new HttpClientOptions());
  }

  /**
   * Floods a running server, on this machine.
   *
   * @param each the time without the flood, and the time with it
   */
  static Findings run(URI server, Duration each) throws IOException, InterruptedException {
    try (PushFlood flood = new PushFlood(server)) {
      return new Findings(flood.run(each), flood.faults);
    }
  }

  /** Floods a server that already runs: {@code PushFlood http://localhost:8080 [seconds]}. */
  public static void main(String[] arguments) throws Exception {
    Duration each = Duration.ofSeconds(arguments.length > 1 ? Long.parseLong(arguments[1]) : 10);
    Findings found = run(URI.create(arguments[0]), each);
    found.figures().forEach(System.out::println);
    found.faults().stream().limit(10).forEach(fault -> System.out.println("FAULT: " + fault));
    System.exit(found.faults().isEmpty() ? 0 : 1);
  }

  private List<String> run(Duration each) throws IOException, InterruptedException {
    Member attacker = signUp("127.0.7.1");
    List<Member> others = new ArrayList<>();
    for (int i = 0; i < OTHERS; i++) {
      others.add(signUp("127.0.7.2"));
    }
    pushFor(each.dividedBy(2), others); // Warms it up.
    Latencies before = pushFor(each, others);
    int refusedBefore = refused.getAndSet(0);
    Map<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();
    long end = System.nanoTime() + each.toNanos();
    Latencies meanwhile;
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      thread.execute(
          () -> {
            while (System.nanoTime() < end) {
              wave(attacker, statuses);
            }
          });
      meanwhile = pushFor(each, others);
    }
    if (refused.get() > 0) {
      faults.add(refused + " pushes of other listeners were refused");
    }
    return List.of(
        "without the flood, pushes of others: " + before + ", " + refusedBefore + " refused",
        "during the flood, pushes of others: " + meanwhile + ", " + refused + " refused",
        String.format(
            Locale.ROOT,
            "the p99 of others during the flood is %.1f times the p99 without it",
            meanwhile.percentile(0.99) / before.percentile(0.99)),
        "the attacker's pushes by status (0: connection closed): " + statuses);
  }

  private Member signUp(String address) throws IOException, InterruptedException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        SignInClient client = new SignInClient(server, address, executor)) {
      var answer =
          client.sign(
              "signUp", "pushes " + UUID.randomUUID(), "the right password", Optional.empty());
      String session = answer.cookies().get("durus_session");
      String body =
          post(quiet, session, "AccountEndpoint/session", "{}").map(Reply::body).await().toString();
      String id = new ObjectMapper().readTree(body).path("account").path("listenerId").asText();
      return new Member(id, session);
    }
  }

  private void wave(Member attacker, Map<Integer, AtomicInteger> statuses) {
    List<Future<?>> all =
        IntStream.range(0, AT_ONCE)
            .<Future<?>>mapToObj(
                i ->
                    push(flooding, attacker)
                        .map(Reply::status)
                        .otherwise(0)
                        .onSuccess(
                            status ->
                                statuses
                                    .computeIfAbsent(status, s -> new AtomicInteger())
                                    .incrementAndGet()))
            .toList();
    Future.join(all).await();
  }

  /** Each listener after the other. */
  private Latencies pushFor(Duration time, List<Member> members) {
    Latencies latencies = new Latencies();
    long end = System.nanoTime() + time.toNanos();
    Future.join(members.stream().map(member -> pushUntil(end, member, latencies)).toList()).await();
    return latencies;
  }

  private Future<Void> pushUntil(long end, Member member, Latencies latencies) {
    if (System.nanoTime() > end) {
      return Future.succeededFuture();
    }
    long began = System.nanoTime();
    return push(quiet, member)
        .map(Reply::status)
        .otherwise(0)
        .compose(
            status -> {
              latencies.add(System.nanoTime() - began);
              if (status != 200) {
                refused.incrementAndGet();
              }
              return pushUntil(end, member, latencies);
            });
  }

  private record Reply(int status, Buffer body) {}

  private Future<Reply> push(HttpClient client, Member member) {
    String body =
        String.format(
            Locale.ROOT,
            """
        {"request":{"listenerId":"%s","deviceId":"%s","cursor":0,"intents":[{"id":"%s",
        "type":"FAVORITED","lectureId":"%s","occurredAt":%d}]}}\
        """,
            member.listenerId(),
            UUID.randomUUID(),
            UUID.randomUUID(),
            UUID.randomUUID(),
            System.currentTimeMillis());
    return post(client, member.session(), "ListeningEndpoint/sync", body);
  }

  private Future<Reply> post(HttpClient client, String session, String method, String body) {
    return client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(server.getPort())
                .setURI("/connect/" + method)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cookie", "durus_session=" + session))
        .compose(request -> request.send(body))
        .compose(response -> response.body().map(bytes -> new Reply(response.statusCode(), bytes)));
  }

  @Override
  public void close() {
    floodingLoops.close().await();
    quietLoops.close().await();
  }
}
