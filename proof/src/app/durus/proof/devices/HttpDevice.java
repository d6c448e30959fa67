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
 * A device that follows the client's rules. It pushes, follows its cursor, and keeps the state of
 * the highest revision of each lecture. When the database has a new epoch, it starts over (R13). It
 * checks each answer against the contract and the oracle. For one thread.
 */
public final class HttpDevice {

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

    /** 0 when no answer came. */
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

  /** A small number, so that a restart takes several pushes and other devices push in between. */
  private static final int OFFERS_A_PUSH = 4;

  private final HttpClient client;
  private final Supplier<URI> servers;
  private final Listener listener;
  private final UUID deviceId;
  private final ReceivedAnswers received;
  private final DeviceStore store = new DeviceStore(UUID::randomUUID);

  /** The intents offered again after a restore, until they are answered. */
  private final List<ListenerAction> offers = new ArrayList<>();

  private boolean more;
  private int timesStartedOver;

  /**
   * @param servers returns the server of the next request
   */
  public HttpDevice(
      HttpClient client,
      Supplier<URI> servers,
      Listener listener,
      UUID deviceId,
      ReceivedAnswers received) {
    this.client = client;
    this.servers = servers;
    this.listener = listener;
    this.deviceId = deviceId;
    this.received = received;
  }

  /**
   * Pushes once and stores the answer. On another history it first offers the states that it holds.
   *
   * @param attempt how often these same actions were tried before; after an unanswered try they may
   *     have been applied already
   * @return whether more is waiting
   */
  public boolean push(List<ListenerAction> actions, int attempt)
      throws DivergenceException, Unanswered, InterruptedException {
    actions.forEach(received::sent);
    boolean taken = offers.isEmpty() && exchange(actions, attempt, attempt == 0);
    for (int again = 1; !taken; again++) {
      DivergenceException.unless(again < TOO_MANY_HISTORIES, "one epoch follows another");
      taken = offerAgain() && exchange(actions, attempt + again, attempt == 0);
    }
    return more;
  }

  /** Starts over (R13). False when the epoch changed again meanwhile. */
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
   * @param allWasTold whether every earlier push of these actions was answered
   * @return whether the answer was stored; that of another history is dropped (C7)
   */
  private boolean exchange(List<ListenerAction> actions, int attempt, boolean allWasTold)
      throws DivergenceException, Unanswered, InterruptedException {
    JsonNode answer = ask(request(actions, attempt));
    Page page =
        new Page(answer.get("epoch").textValue(), answer.get("cursor").longValue(), states(answer));
    checkVerdicts(actions, answer, page.states(), allWasTold);
    received.epoch(page.epoch());
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
      received.checkWasSent(offer);
      if (!offers.contains(offer)) {
        offers.add(offer);
      }
    }
    return false;
  }

  /** Pulls until the server has no more changes. */
  public void pullAll() throws DivergenceException, Unanswered, InterruptedException {
    int pages = 0;
    while (push(List.of(), 0)) {
      DivergenceException.unless(++pages < TOO_MANY_PAGES, "the pages do not end");
    }
  }

  /** The states that it would show, by lecture. */
  public Map<UUID, ExpectedState> endings() {
    return store.endings();
  }

  public Map<UUID, Long> revisions() {
    return store.revisions();
  }

  public long cursor() {
    return store.cursor();
  }

  /** How often the epoch changed. */
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

  private ObjectNode request(List<ListenerAction> actions, int attempt) {
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
    for (ListenerAction action : actions) {
      ObjectNode intent =
          intents
              .addObject()
              .put("id", action.id().toString())
              .put("type", action.kind().name())
              .put("lectureId", action.lectureId().toString())
              .put("occurredAt", action.occurredAt());
      if (action.kind() == ListenerAction.Kind.PROGRESS) {
        intent
            .put("positionMs", action.positionMs())
            .put("audioAssetId", action.assetId().toString());
      }
    }
    return body;
  }

  private void checkVerdicts(
      List<ListenerAction> actions, JsonNode answer, Map<UUID, Kept> states, boolean allWasTold)
      throws DivergenceException {
    long databaseTime = answer.get("serverTime").longValue();
    JsonNode verdicts = answer.get("verdicts");
    DivergenceException.unless(
        verdicts.size() == actions.size(),
        "there are " + actions.size() + " intents, but the verdicts are " + verdicts);
    Set<ListenerAction> earlier = new HashSet<>();
    for (int i = 0; i < actions.size(); i++) {
      Carried own = new Carried(actions.get(i), deviceId);
      JsonNode verdict = verdicts.get(i);
      String outcome = verdict.get("outcome").textValue();
      DivergenceException.unless(
          own.action().id().toString().equals(verdict.get("intentId").textValue()),
          "the verdict at index " + i + " is " + verdict + ", but the intent there is " + own);
      var refusal = Oracle.refusal(own.action(), databaseTime);
      if (refusal.isPresent()) {
        DivergenceException.unless(
            refusal.get().equals(outcome)
                && outcome.equals("REJECTED") != verdict.get("reason").isNull()
                && (!outcome.equals("REJECTED")
                    || Oracle.rejectionReasons(own.action())
                        .contains(verdict.get("reason").textValue())),
            own + " was answered with " + verdict + ", which the rules do not allow");
        continue;
      }
      received.accepted(own);
      DivergenceException.unless(
          states.containsKey(own.action().lectureId()),
          "the answer has no state for the lecture of " + own);
      ExpectedState after = states.get(own.action().lectureId()).ending();
      checkOutcome(own, outcome, after, !earlier.add(own.action()));
      if (outcome.equals("APPLIED") && allWasTold) {
        received.applied(own);
      }
    }
  }

  /** Other devices may push at the same time, so only the state after the push is known. */
  private static void checkOutcome(
      Carried own, String outcome, ExpectedState after, boolean stoodBefore)
      throws DivergenceException {
    ListenerAction.Register register = own.action().register();
    Held holder = after.register(register);
    Held held = Oracle.held(own);
    DivergenceException.unless(
        holder != null, own + " was accepted, but its register is empty: " + after);
    boolean holds = held.isSameIntent(holder);
    boolean isFirst =
        own.action().kind() == ListenerAction.Kind.COMPLETED
            && after.firstCompletedAt() == own.action().occurredAt();
    boolean outranked =
        !holds && Oracle.rank(register, holder).compareTo(Oracle.rank(register, held)) > 0;
    DivergenceException.unless(
        holds || outranked, own + " was accepted, but a lesser value holds the register: " + after);
    boolean plausible =
        switch (outcome) {
          case "APPLIED" -> !stoodBefore && (holds || isFirst);
          case "DUPLICATE" -> holds || stoodBefore;
          case "SUPERSEDED" -> !holds;
          default -> false;
        };
    DivergenceException.unless(
        plausible, own + " was answered with " + outcome + ", but the state is " + after);
  }

  private Map<UUID, Kept> states(JsonNode answer) throws DivergenceException {
    DivergenceException.unless(
        listener.listenerId().toString().equals(answer.get("listenerId").textValue()),
        "the answer is for another listener: " + answer);
    Map<UUID, Kept> states = new HashMap<>();
    for (JsonNode state : answer.get("states")) {
      UUID lectureId = UUID.fromString(state.get("lectureId").textValue());
      ExpectedState ending = ending(state);
      Kept told = new Kept(state.get("revision").longValue(), ending);
      DivergenceException.unless(
          states.put(lectureId, told) == null, "a lecture is twice in the answer " + answer);
      Seen seen =
          new Seen(
              state.get("resumePositionMs").longValue(), state.get("completed").booleanValue());
      DivergenceException.unless(
          seen.equals(Oracle.seen(ending, TestCatalogue.lecture(lectureId).presentDurationMs())),
          "the server derived " + seen + " from " + ending);
      received.state(lectureId, told.revision(), ending);
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
