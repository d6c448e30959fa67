package app.durus.server.listening;

import app.durus.contract.listening.LectureState;
import app.durus.contract.listening.RejectionReason;
import app.durus.contract.listening.SyncAnswer;
import app.durus.contract.listening.SyncVerdict;
import app.durus.contract.listening.VerdictOutcome;
import app.durus.server.errors.RequestError;
import app.durus.server.listening.ListeningLedger.Page;
import app.durus.server.listening.rules.Reason;
import app.durus.server.listening.rules.Verdict;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/**
 * Implements {@code ListeningEndpoint}: maps requests to the rules' types, and results to the
 * contract.
 */
public final class ListeningApi {

  private static final StateWriter<LectureState> STATES = new StateWriter<>(LectureState.class);

  private final ReconcileIntents reconcileIntents;
  private final SyncObserver observer;

  public ListeningApi(ReconcileIntents reconcileIntents, SyncObserver observer) {
    this.reconcileIntents = reconcileIntents;
    this.observer = observer;
  }

  /**
   * {@code ListeningEndpoint.sync}.
   *
   * @param sessionListenerId the listener of the request's session
   * @param request the JSON as sent. Each intent is read by itself, because a malformed intent must
   *     not hold back the others (R10)
   * @return the answer, given after the commit. Fails with a {@link RequestError} when the whole
   *     request is refused (R14, R16)
   */
  public Future<SyncAnswer> sync(UUID sessionListenerId, JsonNode request) {
    ReadRequest read;
    try {
      read = SyncRequestReader.read(sessionListenerId, request);
    } catch (RequestError error) {
      PushLog.refused(sessionListenerId, request, error);
      observer.refused(error.kind());
      return Future.failedFuture(error);
    }
    return reconcileIntents
        .reconcile(read.push())
        .onFailure(cause -> failed(read, request, cause))
        .map(
            reconciled -> {
              List<Verdict> verdicts = verdictsForAll(read.intents(), reconciled.verdicts());
              PushLog.judged(read, verdicts);
              Observation.tell(observer, read, verdicts, reconciled.page().databaseTime());
              return answer(read, verdicts, reconciled.page());
            });
  }

  private void failed(ReadRequest read, JsonNode request, Throwable cause) {
    if (cause instanceof RequestError error) {
      PushLog.refused(read.listenerId(), request, error);
      observer.refused(error.kind());
    } else {
      PushLog.failed(read, cause);
      observer.failed();
    }
  }

  /** One verdict for each intent: malformed intents are rejected at their places. */
  private static List<Verdict> verdictsForAll(List<ReadIntent> intents, List<Verdict> judged) {
    Iterator<Verdict> next = judged.iterator();
    List<Verdict> verdicts = new ArrayList<>(intents.size());
    for (ReadIntent intent : intents) {
      verdicts.add(
          switch (intent) {
            case ReadIntent.Readable readable -> next.next();
            case ReadIntent.Unreadable unreadable -> new Verdict.Rejected(unreadable.reason());
          });
    }
    return verdicts;
  }

  private static SyncAnswer answer(ReadRequest read, List<Verdict> verdicts, Page page) {
    List<SyncVerdict> wireVerdicts = new ArrayList<>(verdicts.size());
    for (int i = 0; i < verdicts.size(); i++) {
      wireVerdicts.add(toWire(read.intents().get(i).idAsSent(), verdicts.get(i)));
    }
    return new SyncAnswer(
        read.listenerId().toString(),
        page.databaseTime(),
        page.epoch(),
        page.cursor(),
        page.more(),
        wireVerdicts,
        page.states().stream().map(STATES::toWire).toList());
  }

  private static SyncVerdict toWire(String intentId, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Applied applied -> new SyncVerdict(intentId, VerdictOutcome.APPLIED, null);
      case Verdict.Duplicate duplicate -> new SyncVerdict(intentId, VerdictOutcome.DUPLICATE, null);
      case Verdict.Superseded superseded ->
          new SyncVerdict(intentId, VerdictOutcome.SUPERSEDED, null);
      case Verdict.Rejected rejected ->
          new SyncVerdict(intentId, VerdictOutcome.REJECTED, toWire(rejected.reason()));
      case Verdict.Unknown unknown -> new SyncVerdict(intentId, VerdictOutcome.UNKNOWN, null);
      case Verdict.ClockAhead ahead -> new SyncVerdict(intentId, VerdictOutcome.CLOCK_AHEAD, null);
    };
  }

  private static RejectionReason toWire(Reason reason) {
    return switch (reason) {
      case MALFORMED -> RejectionReason.MALFORMED;
      case INVALID_ID -> RejectionReason.INVALID_ID;
      case INVALID_REFERENCE -> RejectionReason.INVALID_REFERENCE;
      case UNKNOWN_TYPE -> RejectionReason.UNKNOWN_TYPE;
      case INVALID_POSITION -> RejectionReason.INVALID_POSITION;
      case INVALID_TIME -> RejectionReason.INVALID_TIME;
    };
  }
}
