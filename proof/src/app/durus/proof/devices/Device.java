package app.durus.proof.devices;

import app.durus.proof.devices.DeviceStore.Kept;
import app.durus.proof.devices.DeviceStore.Page;
import app.durus.proof.oracle.ExpectedState;
import app.durus.proof.oracle.ExpectedState.Held;
import app.durus.proof.oracle.ExpectedState.Seen;
import app.durus.proof.oracle.History.Carried;
import app.durus.proof.oracle.ListenerAction;
import app.durus.proof.oracle.Oracle;
import app.durus.proof.oracle.TestCatalogue;
import app.durus.proof.run.DivergenceException;
import app.durus.proof.server.Listener;
import app.durus.server.waiting.HangGuard;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A device as the rules of the client want it: it pushes, follows its cursor, keeps of each lecture
 * the state of the highest revision, and on another history of the database starts over (R13). It
 * believes nothing: each answer is checked against the contract and the oracle. For one thread.
 */
public final class Device {

  /** The server gave no answer, or one that says to try again (R15). */
  public static final class Unanswered extends IOException {
    private final int status;
    private final OptionalInt retryAfterSeconds;

    Unanswered(String message, Throwable cause) {
      super(message, cause);
      status = 0;
      retryAfterSeconds = OptionalInt.empty();
    }

    Unanswered(HttpResponse<String> response) {
      super(response.statusCode() + " " + response.body());
      status = response.statusCode();
      retryAfterSeconds =
          response.headers().firstValue("Retry-After").stream()
              .mapToInt(Integer::parseInt)
              .findFirst();
    }

    /** 0 when there was no answer at all. */
    public int status() {
      return status;
    }

    public OptionalInt retryAfterSeconds() {
      return retryAfterSeconds;
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TOO_MANY_PAGES = 10_000;
  private static final int TOO_MANY_HISTORIES = 1_000;

  /** Few, so that offers are split and others come between. */
  private static final int OFFERS_A_PUSH = 4;

  private final HttpClient client;
  private final Supplier<URI> servers;
  private final Listener listener;
  private final UUID deviceId;
  private final ReceivedAnswers sightings;
  private final DeviceStore store = new DeviceStore(UUID::randomUUID);

  /** To be offered again, and not answered yet. */
  private final List<ListenerAction> offers = new ArrayList<>();

  private boolean more;
  private int timesStartedOver;

  /**
   * @param servers asked before each request which server to go to
   */
  public Device(
      HttpClient client,
      Supplier<URI> servers,
      Listener listener,
      UUID deviceId,
      ReceivedAnswers sightings) {
    this.client = client;
    this.servers = servers;
    this.listener = listener;
    this.deviceId = deviceId;
    this.sightings = sightings;
  }

  /**
   * Pushes once and takes over the answer; on another history, what is held is offered first.
   *
   * @param attempt how often these very wishes were tried before; after a try that was not
   *     answered, they may have been applied without anybody being told
   * @return whether more waits
   */
  public boolean push(List<ListenerAction> wishes, int attempt)
      throws DivergenceException, Unanswered, InterruptedException {
    wishes.forEach(sightings::wished);
    boolean taken = offers.isEmpty() && exchange(wishes, attempt, attempt == 0);
    for (int again = 1; !taken; again++) {
      DivergenceException.unless(again < TOO_MANY_HISTORIES, "one epoch follows another");
      taken = offerAgain() && exchange(wishes, attempt + again, attempt == 0);
    }
    return more;
  }

  /** R13; false when yet another history was met meanwhile. */
  private boolean offerAgain() throws DivergenceException, Unanswered, InterruptedException {
    while (!offers.isEmpty()) {
      List<ListenerAction> batch =
          List.copyOf(offers.subList(0, Math.min(OFFERS_A_PUSH, offers.size())));
      if (!exchange(batch, 0, true)) {
        return false;
      }
      offers.subList(0, batch.size()).clear();
    }
    return true;
  }

  /**
   * @param allWasTold whether every earlier push of these wishes was answered
   * @return whether the answer was taken over; that of another history is dropped (C7)
   */
  private boolean exchange(List<ListenerAction> wishes, int attempt, boolean allWasTold)
      throws DivergenceException, Unanswered, InterruptedException {
    JsonNode answer = ask(request(wishes, attempt));
    Page page =
        new Page(answer.get("epoch").textValue(), answer.get("cursor").longValue(), states(answer));
    checkVerdicts(wishes, answer, page.states(), allWasTold);
    sightings.epoch(page.epoch());
    if (!store.isOfAnotherHistory(page)) {
      store.takeOver(page);
      more = answer.get("more").booleanValue();
      return true;
    }
    DivergenceException.unless(
        !page.epoch().equals(store.epoch()),
        "the cursor went from " + store.cursor() + " down to " + page.cursor());
    timesStartedOver++;
    for (ListenerAction offer : store.startOver(page.epoch())) {
      sightings.checkWasWishedFor(offer);
      if (!offers.contains(offer)) {
        offers.add(offer);
      }
    }
    return false;
  }

  /** Pulls until nothing more waits. */
  public void pullAll() throws DivergenceException, Unanswered, InterruptedException {
    int pages = 0;
    while (push(List.of(), 0)) {
      DivergenceException.unless(++pages < TOO_MANY_PAGES, "the pages do not end");
    }
  }

  /** What it would show, by lecture. */
  public Map<UUID, ExpectedState> endings() {
    return store.endings();
  }

  public Map<UUID, Long> revisions() {
    return store.revisions();
  }

  public long cursor() {
    return store.cursor();
  }

  /** How often another history was met. */
  public int timesStartedOver() {
    return timesStartedOver;
  }

  private JsonNode ask(ObjectNode body)
      throws DivergenceException, Unanswered, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(servers.get().resolve("/connect/ListeningEndpoint/sync"))
            .timeout(HangGuard.LIMIT)
            .header("Content-Type", "application/json")
            .header("Cookie", "durus_session=" + listener.sessionToken())
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<String> response;
    try {
      response = client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new Unanswered("no answer: " + e, e);
    }
    if (response.statusCode() >= 500) {
      throw new Unanswered(response);
    }
    DivergenceException.unless(
        response.statusCode() == 200,
        response.statusCode() + " " + response.body() + " to " + body);
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new DivergenceException("not JSON: " + response.body());
    }
  }

  private ObjectNode request(List<ListenerAction> wishes, int attempt) {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode request =
        body.putObject("request")
            .put("listenerId", listener.listenerId().toString())
            .put("deviceId", deviceId.toString())
            .put("cursor", store.cursor())
            .put("epoch", store.epoch())
            .put("deviceTime", System.currentTimeMillis())
            .put("attempt", attempt)
            .put("pending", offers.size());
    var intents = request.putArray("intents");
    for (ListenerAction wish : wishes) {
      ObjectNode intent =
          intents
              .addObject()
              .put("id", wish.id().toString())
              .put("type", wish.kind().name())
              .put("lectureId", wish.lectureId().toString())
              .put("occurredAt", wish.occurredAt());
      if (wish.kind() == ListenerAction.Kind.PROGRESS) {
        intent.put("positionMs", wish.positionMs()).put("audioAssetId", wish.assetId().toString());
      }
    }
    return body;
  }

  private void checkVerdicts(
      List<ListenerAction> wishes, JsonNode answer, Map<UUID, Kept> states, boolean allWasTold)
      throws DivergenceException {
    long databaseTime = answer.get("serverTime").longValue();
    JsonNode verdicts = answer.get("verdicts");
    DivergenceException.unless(verdicts.size() == wishes.size(), "verdicts: " + verdicts);
    Set<ListenerAction> earlier = new HashSet<>();
    for (int i = 0; i < wishes.size(); i++) {
      Carried own = new Carried(wishes.get(i), deviceId);
      JsonNode verdict = verdicts.get(i);
      String outcome = verdict.get("outcome").textValue();
      DivergenceException.unless(
          own.wish().id().toString().equals(verdict.get("intentId").textValue()),
          "at " + i + " stands the verdict " + verdict + " on " + own);
      var refusal = Oracle.refusal(own.wish(), databaseTime);
      if (refusal.isPresent()) {
        DivergenceException.unless(
            refusal.get().equals(outcome)
                && outcome.equals("REJECTED") != verdict.get("reason").isNull()
                && (!outcome.equals("REJECTED")
                    || Oracle.rejectionReasons(own.wish())
                        .contains(verdict.get("reason").textValue())),
            own + " got " + verdict);
        continue;
      }
      sightings.accepted(own);
      DivergenceException.unless(
          states.containsKey(own.wish().lectureId()), "no state in the answer for " + own);
      ExpectedState after = states.get(own.wish().lectureId()).ending();
      checkOutcome(own, outcome, after, !earlier.add(own.wish()));
      if (outcome.equals("APPLIED") && allWasTold) {
        sightings.applied(own);
      }
    }
  }

  /** Others may push at the same time, so only the state after it is known. */
  private static void checkOutcome(
      Carried own, String outcome, ExpectedState after, boolean stoodBefore)
      throws DivergenceException {
    ListenerAction.Register register = own.wish().register();
    Held holder = after.register(register);
    Held held = Oracle.held(own);
    DivergenceException.unless(holder != null, own + " left no trace in " + after);
    boolean holds = held.isSameIntent(holder);
    boolean isFirst =
        own.wish().kind() == ListenerAction.Kind.COMPLETED
            && after.firstCompletedAt() == own.wish().occurredAt();
    boolean outranked =
        !holds && Oracle.rank(register, holder).compareTo(Oracle.rank(register, held)) > 0;
    DivergenceException.unless(
        holds || outranked, own + " was accepted, and a lesser one holds the register: " + after);
    boolean plausible =
        switch (outcome) {
          case "APPLIED" -> !stoodBefore && (holds || isFirst);
          case "DUPLICATE" -> holds || stoodBefore;
          case "SUPERSEDED" -> !holds;
          default -> false;
        };
    DivergenceException.unless(plausible, own + " got " + outcome + " and the state is " + after);
  }

  private Map<UUID, Kept> states(JsonNode answer) throws DivergenceException {
    DivergenceException.unless(
        listener.listenerId().toString().equals(answer.get("listenerId").textValue()),
        "another listener's answer: " + answer);
    Map<UUID, Kept> states = new HashMap<>();
    for (JsonNode state : answer.get("states")) {
      UUID lectureId = UUID.fromString(state.get("lectureId").textValue());
      ExpectedState ending = ending(state);
      Kept told = new Kept(state.get("revision").longValue(), ending);
      DivergenceException.unless(
          states.put(lectureId, told) == null, "a lecture stands twice in " + answer);
      Seen seen =
          new Seen(
              state.get("resumePositionMs").longValue(), state.get("completed").booleanValue());
      DivergenceException.unless(
          seen.equals(Oracle.seen(ending, TestCatalogue.lecture(lectureId).presentDurationMs())),
          seen + " is seen of " + ending);
      sightings.state(lectureId, told.revision(), ending);
    }
    return states;
  }

  private static ExpectedState ending(JsonNode state) {
    JsonNode first = state.get("firstCompletedAt");
    return ExpectedState.of(
        register -> holder(register, state.get(register.member())),
        first.isNull() ? null : first.longValue());
  }

  private static Held holder(ListenerAction.Register register, JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    return held(
        node,
        register == ListenerAction.Register.POSITION
            ? node.get("positionMs").longValue() + " " + node.get("audioAssetId").textValue()
            : Boolean.toString(node.get(register.valueMember()).booleanValue()));
  }

  private static Held held(JsonNode register, String value) {
    return new Held(
        value,
        register.get("occurredAt").longValue(),
        register.get("intentId").textValue(),
        register.get("deviceId").textValue());
  }
}
