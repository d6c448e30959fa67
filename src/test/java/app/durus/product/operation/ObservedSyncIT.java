package app.durus.product.operation;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.server.Product;
import app.durus.server.processes.Ports;
import app.durus.server.waiting.Eventually;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator can see of two devices of one listener, from their requests to the figures that
 * Prometheus reads and the lines of the log, through the packaged product.
 */
class ObservedSyncIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PHONE = "0199f000-0000-7000-8000-0000000000aa";
  private static final String TABLET = "0199f000-0000-7000-8000-0000000000bb";
  private static final long DAY_MS = 86_400_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final long now = System.currentTimeMillis();
  private int metricsPort;
  private Product product;
  private String session;
  private String listenerId;
  private String lectureId;
  private String assetId;

  @TempDir Path folder;

  private void aListenerSignsUp(String groupCommit) throws Exception {
    metricsPort = Ports.free();
    product =
        Product.start(
            folder.resolve("data"),
            Map.of("METRICS_PORT", Integer.toString(metricsPort), "GROUP_COMMIT", groupCommit));
    HttpResponse<String> signedUp =
        call(
            "AccountEndpoint/signUp",
            JSON.createObjectNode().put("name", "Observed").put("password", "correct horse"));
    session =
        signedUp.headers().allValues("Set-Cookie").stream()
            .map(cookie -> cookie.split(";")[0])
            .filter(cookie -> cookie.startsWith("durus_session="))
            .findFirst()
            .orElseThrow();
    listenerId = JSON.readTree(signedUp.body()).at("/account/listenerId").textValue();
    JsonNode lecture =
        JSON.readTree(call("CatalogueEndpoint/changes", cursorZero()).body()).at("/lectures/0");
    lectureId = lecture.get("id").textValue();
    assetId = lecture.get("assetId").textValue();
  }

  @AfterEach
  void stop() {
    product.close();
    client.close();
  }

  @Test
  @DisplayName("R10: two devices' conflicts, duplicates, clocks, attempts and outboxes are counted")
  void activityOfDevicesIsCounted() throws Exception {
    aListenerSignsUp("on");
    pushFromBothDevices();

    checkVerdicts(figures());
    checkDeliveries(figures());
    checkTransactions(figures());
    assertThat(linesAbout("push=", 1))
        .singleElement()
        .asString()
        .containsPattern(
            " push=rejected listener=[0-9a-f]{12} device="
                + TABLET
                + " intents=4 rejected=2 reasons=\\[INVALID_REFERENCE, INVALID_POSITION\\]"
                + " unknown=1 clockAhead=1 attempt=3 pending=5$");
    assertThatTheLogTellsNoContent();
  }

  private static void checkVerdicts(Map<String, Double> figures) {
    assertThat(figures)
        .containsEntry("durus_sync_conflicts_total", 1.0)
        .containsEntry(SyncFigures.verdict("applied", "", "progress"), 1.0)
        .containsEntry(SyncFigures.verdict("superseded", "", "progress"), 3.0)
        .containsEntry(SyncFigures.verdict("duplicate", "", "progress"), 1.0)
        .containsEntry(SyncFigures.verdict("rejected", "invalid_position", "progress"), 1.0)
        .containsEntry(SyncFigures.verdict("rejected", "invalid_reference", "unreadable"), 1.0)
        .containsEntry(SyncFigures.verdict("unknown", "", "progress"), 1.0)
        .containsEntry(SyncFigures.verdict("clock_ahead", "", "progress"), 1.0);
  }

  private static void checkDeliveries(Map<String, Double> figures) {
    assertThat(figures)
        .containsEntry("durus_sync_pulls_total", 1.0)
        .containsEntry("durus_sync_failures_total", 0.0)
        .containsEntry("durus_sync_intents_count", 6.0)
        .containsEntry("durus_sync_intents_sum", 9.0)
        .containsEntry("durus_sync_attempts_sum", 6.0)
        .containsEntry("durus_sync_attempts_bucket{le=\"0.5\"}", 3.0)
        .containsEntry("durus_sync_attempts_bucket{le=\"1.0\"}", 4.0)
        .containsEntry("durus_sync_pending_sum", 19.0)
        .containsEntry("durus_sync_pending_bucket{le=\"5.0\"}", 4.0)
        .containsEntry("durus_sync_pending_bucket{le=\"10.0\"}", 6.0)
        .containsEntry(
            SyncFigures.skew("behind", "300.0"),
            figures.get(SyncFigures.skew("behind", "+Inf")) - 1)
        .containsEntry(
            SyncFigures.skew("behind", "86400.0"), figures.get(SyncFigures.skew("behind", "+Inf")))
        .containsEntry(
            SyncFigures.skew("ahead", "30.0"), figures.get(SyncFigures.skew("ahead", "+Inf")) - 1);
  }

  private static void checkTransactions(Map<String, Double> figures) {
    assertThat(figures)
        .containsEntry("durus_ledger_batch_count", 6.0)
        .containsEntry("durus_ledger_batch_sum", 6.0)
        .containsEntry("durus_ledger_batch_bucket{le=\"1.0\"}", 6.0)
        .containsEntry("durus_ledger_transaction_seconds_count{outcome=\"committed\"}", 6.0)
        .containsEntry("durus_ledger_transaction_seconds_count{outcome=\"failed\"}", 0.0)
        .containsEntry("durus_ledger_queue", 0.0);
    assertThat(figures.get("durus_ledger_transaction_seconds_sum{outcome=\"committed\"}"))
        .isPositive();
  }

  private void pushFromBothDevices() throws Exception {
    ObjectNode onThePhone = progress(now - 1_000, 60_000);
    ObjectNode onTheTablet = progress(now - DAY_MS, 30_000);
    assertThat(push(PHONE, 0, 0, now, onThePhone)).containsExactly("APPLIED");
    assertThat(figures()).doesNotContainKey(SyncFigures.verdict("superseded", "", "progress"));
    assertThat(push(TABLET, 0, 7, now - 3_600_000, onTheTablet))
        .as("another device was later: a conflict")
        .containsExactly("SUPERSEDED");
    assertThat(push(TABLET, 1, 7, now, onTheTablet))
        .as("no conflict: a retry meets what the first attempt met")
        .containsExactly("SUPERSEDED");
    assertThat(push(PHONE, 0, 0, now, progress(now - 2_000, 50_000)))
        .as("no conflict: the device's own")
        .containsExactly("SUPERSEDED");
    assertThat(push(PHONE, 2, 0, now, onThePhone)).containsExactly("DUPLICATE");
    assertThat(
            push(
                TABLET,
                3,
                5,
                now,
                progress(now, -1),
                progress(now, 1).put("audioAssetId", "no id"),
                progress(now, 1).put("lectureId", UUID.randomUUID().toString()),
                progress(now + DAY_MS, 1)))
        .containsExactly("REJECTED", "REJECTED", "UNKNOWN", "CLOCK_AHEAD");
    assertThat(push(PHONE, 0, 0, now + 90_000)).as("a pull").isEmpty();
  }

  @Test
  @DisplayName(
      "R15, R16: a push that is refused or fails is counted and logged, without group commit")
  void failuresAreCountedAndLogged() throws Exception {
    aListenerSignsUp("off");
    pushForAnotherListener();
    pushToABrokenDatabase();
    assertThat(push(PHONE, 5, 2, now, progress(now, 1))).containsExactly("APPLIED");

    assertThat(figures())
        .containsEntry("durus_sync_refusals_total{status=\"409\"}", 1.0)
        .containsEntry("durus_sync_failures_total", 1.0)
        .containsEntry("durus_ledger_transaction_seconds_count{outcome=\"failed\"}", 1.0)
        .containsEntry("durus_ledger_transaction_seconds_count{outcome=\"committed\"}", 1.0);
    checkDashboardAndAlerts();
    assertThat(linesAbout("push=", 2))
        .satisfiesExactly(
            refused ->
                assertThat(refused)
                    .containsPattern(
                        " push=refused listener=[0-9a-f]{12} device="
                            + PHONE
                            + " intents=1 attempt=0 pending=2 error=wrong_listener reason=\"listenerId is"
                            + " not the listener who is signed in\"$"),
            failed ->
                assertThat(failed)
                    .containsPattern(
                        " push=failed listener=[0-9a-f]{12} device="
                            + PHONE
                            + " intents=1 attempt=4 pending=2"
                            + " cause=\"[^\"]*'listening_state'[^\"]*\"$"));
    assertThatTheLogTellsNoContent();
  }

  /** At the end of the story that has every kind of delivery, each metric has a value. */
  private void checkDashboardAndAlerts() throws Exception {
    MonitoredMetrics shown = new MonitoredMetrics(SyncFigures.text(client, metricsPort));
    assertThat(MonitoredMetrics.ofTheDashboard()).hasSizeGreaterThan(20);
    assertThat(MonitoredMetrics.ofTheAlerts()).hasSizeGreaterThan(10);
    assertThat(
            Stream.concat(
                    MonitoredMetrics.ofTheDashboard().stream(),
                    MonitoredMetrics.ofTheAlerts().stream())
                .flatMap(expression -> shown.missing(expression).stream()))
        // The first belongs to servers with a certificate, and the second to group commit.
        .isSubsetOf("durus_tls_certificate_valid_until_seconds", "durus_ledger_queue");
  }

  private void pushForAnotherListener() throws Exception {
    ObjectNode foreign = request(PHONE, 0, 2, now, progress(now, 1));
    ((ObjectNode) foreign.get("request")).put("listenerId", UUID.randomUUID().toString());
    assertThat(call("ListeningEndpoint/sync", foreign).statusCode()).isEqualTo(409);
  }

  private void pushToABrokenDatabase() throws Exception {
    product.execute("ALTER TABLE listening_state RENAME TO listening_state_away");
    assertThat(sync(request(PHONE, 4, 2, now, progress(now, 1))).statusCode()).isEqualTo(500);
    product.execute("ALTER TABLE listening_state_away RENAME TO listening_state");
  }

  private void assertThatTheLogTellsNoContent() throws IOException {
    assertThat(product.log()).doesNotContain(listenerId, lectureId, assetId, "Observed");
  }

  /** Waits for the lines: another thread writes them, maybe after the answer was sent. */
  private List<String> linesAbout(String what, int count) throws IOException {
    return Eventually.get(
        count + " lines about " + what,
        () -> product.log().lines().filter(line -> line.contains(what)).toList(),
        lines -> lines.size() >= count);
  }

  private ObjectNode progress(long occurredAt, long positionMs) {
    return JSON.createObjectNode()
        .put("id", UUID.randomUUID().toString())
        .put("type", "PROGRESS")
        .put("lectureId", lectureId)
        .put("occurredAt", occurredAt)
        .put("positionMs", positionMs)
        .put("audioAssetId", assetId);
  }

  private ObjectNode request(
      String deviceId, int attempt, int pending, long deviceTime, ObjectNode... intents) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("request")
        .put("listenerId", listenerId)
        .put("deviceId", deviceId)
        .put("cursor", 0)
        .putNull("epoch")
        .put("deviceTime", deviceTime)
        .put("attempt", attempt)
        .put("pending", pending)
        .putArray("intents")
        .addAll(List.of(intents));
    return body;
  }

  private List<String> push(
      String deviceId, int attempt, int pending, long deviceTime, ObjectNode... intents)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = sync(request(deviceId, attempt, pending, deviceTime, intents));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).get("verdicts").findValuesAsText("outcome");
  }

  private HttpResponse<String> sync(ObjectNode body) throws IOException, InterruptedException {
    return call("ListeningEndpoint/sync", body);
  }

  private static ObjectNode cursorZero() {
    return JSON.createObjectNode().put("cursor", 0);
  }

  private HttpResponse<String> call(String method, ObjectNode body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(product.url() + "/connect/" + method))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()));
    if (session != null) {
      request.header("Cookie", session);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private Map<String, Double> figures() throws IOException, InterruptedException {
    return SyncFigures.read(client, metricsPort);
  }
}
