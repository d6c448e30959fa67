package app.durus.proof.devices;

import app.durus.proof.devices.DeviceStore.Kept;
import app.durus.proof.oracle.ExpectedState;
import app.durus.proof.oracle.ExpectedState.Held;
import app.durus.proof.oracle.ExpectedState.Seen;
import app.durus.proof.oracle.History.Carried;
import app.durus.proof.oracle.ListenerAction;
import app.durus.proof.oracle.Oracle;
import app.durus.proof.oracle.TestCatalogue;
import app.durus.proof.run.DivergenceException;
import app.durus.proof.server.Listener;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Checks the answers to one device's pushes against the contract and the oracle. */
final class AnswerCheck {

  private final Listener listener;
  private final UUID deviceId;
  private final ReceivedAnswers received;

  AnswerCheck(Listener listener, UUID deviceId, ReceivedAnswers received) {
    this.listener = listener;
    this.deviceId = deviceId;
    this.received = received;
  }

  /** The states of an answer, by lecture. Each is derived as the oracle derives it. */
  Map<UUID, Kept> checkedStates(JsonNode answer) throws DivergenceException {
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

  /**
   * Each verdict is one that the rules allow.
   *
   * @param states what {@link #checkedStates} read of the same answer
   * @param allWasTold whether every earlier push of these actions was answered
   */
  void checkVerdicts(
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
