package app.durus.proof.devices;

import app.durus.proof.devices.DeviceStore.Page;
import app.durus.proof.oracle.ExpectedState;
import app.durus.proof.oracle.ListenerAction;
import app.durus.proof.run.DivergenceException;
import app.durus.proof.server.Listener;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A device that follows the client's rules. It pushes, follows its cursor, and keeps the state of
 * the highest revision of each lecture. When the database has a new epoch, it starts over (R13). It
 * checks each answer against the contract and the oracle. For one thread.
 */
public final class HttpDevice {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TOO_MANY_PAGES = 10_000;
  private static final int TOO_MANY_HISTORIES = 1_000;

  /** A small number, so that a restart takes several pushes and other devices push in between. */
  private static final int OFFERS_A_PUSH = 4;

  private final Listener listener;
  private final UUID deviceId;
  private final SyncClient client;
  private final AnswerCheck check;
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
    this.client = new SyncClient(client, servers, listener);
    this.check = new AnswerCheck(listener, deviceId, received);
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
      throws DivergenceException, UnansweredException, InterruptedException {
    actions.forEach(received::sent);
    boolean taken = offers.isEmpty() && exchange(actions, attempt, attempt == 0);
    for (int again = 1; !taken; again++) {
      DivergenceException.unless(again < TOO_MANY_HISTORIES, "one epoch follows another");
      taken = offerAgain() && exchange(actions, attempt + again, attempt == 0);
    }
    return more;
  }

  /** Starts over (R13). False when the epoch changed again meanwhile. */
  private boolean offerAgain()
      throws DivergenceException, UnansweredException, InterruptedException {
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
      throws DivergenceException, UnansweredException, InterruptedException {
    JsonNode answer = client.send(request(actions, attempt));
    Page page =
        new Page(
            answer.get("epoch").textValue(),
            answer.get("cursor").longValue(),
            check.checkedStates(answer));
    check.checkVerdicts(actions, answer, page.states(), allWasTold);
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
  public void pullAll() throws DivergenceException, UnansweredException, InterruptedException {
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
}
