package app.durus.proof.devices;

import app.durus.proof.oracle.ExpectedState;
import app.durus.proof.oracle.ExpectedState.Held;
import app.durus.proof.oracle.ListenerAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The states that a device keeps of its listener, and its cursor, by the client's rules: of each
 * lecture the state of the highest revision (C7). On another history of the database it starts from
 * the beginning and offers everything again that it holds (R13). For one thread.
 */
public final class DeviceStore {

  public record Kept(long revision, ExpectedState ending) {}

  /** The part of an answer that a device stores. */
  public record Page(String epoch, long cursor, Map<UUID, Kept> states) {}

  private final Map<UUID, Kept> states = new HashMap<>();
  private final Supplier<UUID> newIds;
  private long cursor;
  private String epoch;

  /**
   * @param newIds for the one intent whose id is not known any more
   */
  public DeviceStore(Supplier<UUID> newIds) {
    this.newIds = newIds;
  }

  public long cursor() {
    return cursor;
  }

  /** Null before the first answer. */
  public String epoch() {
    return epoch;
  }

  /** The states that it would show, by lecture. */
  public Map<UUID, ExpectedState> endings() {
    Map<UUID, ExpectedState> endings = new HashMap<>();
    states.forEach((lectureId, kept) -> endings.put(lectureId, kept.ending()));
    return endings;
  }

  Map<UUID, Long> revisions() {
    Map<UUID, Long> revisions = new HashMap<>();
    states.forEach((lectureId, kept) -> revisions.put(lectureId, kept.revision()));
    return revisions;
  }

  /**
   * Whether the answer to a request with its present cursor and epoch belongs to another history.
   */
  public boolean isOfAnotherHistory(Page page) {
    return page.cursor() < cursor || epoch != null && !epoch.equals(page.epoch());
  }

  public void takeOver(Page page) {
    page.states()
        .forEach(
            (lectureId, state) ->
                states.merge(
                    lectureId,
                    state,
                    (kept, told) -> told.revision() > kept.revision() ? told : kept));
    cursor = page.cursor();
    epoch = page.epoch();
  }

  /**
   * R13: goes back to cursor zero of the new history. The kept states are shown until an answer has
   * newer ones, which then replace them whatever their revisions.
   *
   * @return all states that it holds, to be offered again
   */
  public List<ListenerAction> startOver(String newEpoch) {
    List<ListenerAction> offers = new ArrayList<>();
    states.forEach((lectureId, kept) -> offers.addAll(offers(lectureId, kept.ending())));
    states.replaceAll((lectureId, kept) -> new Kept(0, kept.ending()));
    cursor = 0;
    epoch = newEpoch;
    return offers;
  }

  /** Each register as the intent that wrote it, with its original stamp and id. */
  private List<ListenerAction> offers(UUID lectureId, ExpectedState ending) {
    List<ListenerAction> offers = new ArrayList<>();
    for (ListenerAction.Register register : ListenerAction.Register.values()) {
      Held held = ending.register(register);
      if (held != null) {
        offers.add(ListenerAction.of(register, held, lectureId));
      }
    }
    Long first = ending.firstCompletedAt();
    if (first != null && !isToldBy(ending.completion(), first)) {
      offers.add(ListenerAction.of(newIds.get(), ListenerAction.Kind.COMPLETED, lectureId, first));
    }
    return offers;
  }

  private static boolean isToldBy(Held completion, long first) {
    return completion != null
        && completion.value().equals("true")
        && completion.occurredAt() == first;
  }
}
