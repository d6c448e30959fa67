package app.durus.server.listening;

import app.durus.contract.CompletionRegister;
import app.durus.contract.FavoriteRegister;
import app.durus.contract.LectureState;
import app.durus.contract.PositionRegister;
import app.durus.contract.RejectionReason;
import app.durus.contract.SyncAnswer;
import app.durus.contract.SyncVerdict;
import app.durus.contract.VerdictOutcome;
import app.durus.server.errors.RequestError;
import app.durus.server.listening.ListeningLedger.Page;
import app.durus.server.listening.ListeningLedger.StoredState;
import app.durus.server.listening.rules.Completion;
import app.durus.server.listening.rules.Favorite;
import app.durus.server.listening.rules.LectureProgress;
import app.durus.server.listening.rules.Position;
import app.durus.server.listening.rules.Reason;
import app.durus.server.listening.rules.Verdict;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/** {@code ListeningEndpoint} on the server: from the wire to the rules and back. */
public final class ListeningApi {

  private final ReconcileIntents reconcileIntents;
  private final SyncObserver observer;

  public ListeningApi(ReconcileIntents reconcileIntents, SyncObserver observer) {
    this.reconcileIntents = reconcileIntents;
    this.observer = observer;
  }

  /**
   * {@code ListeningEndpoint.sync}.
   *
   * @param sessionListenerId whose session the request carries
   * @param request as sent; read tolerantly, because an intent that is wrong must not hold back the
   *     others (R10)
   * @return the answer, after the commit; failed with a {@link RequestError} when the whole request
   *     is refused (R14, R16)
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

  /** Puts the unreadable intents' rejections back into their places. */
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
        page.states().stream().map(ListeningApi::toWire).toList());
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

  private static LectureState toWire(StoredState state) {
    Completion completion = state.registers().completion();
    LectureProgress view = LectureProgress.of(state.registers(), state.presentDurationMs());
    return new LectureState(
        state.lectureId().toString(),
        state.revision(),
        toWire(state.registers().position()),
        toWire(completion),
        toWire(state.registers().favorite()),
        completion == null ? null : completion.firstCompletedAt(),
        view.resumePositionMs(),
        view.completed());
  }

  private static PositionRegister toWire(Position position) {
    return position == null
        ? null
        : new PositionRegister(
            position.positionMs(),
            position.audioAssetId().toString(),
            position.stamp().occurredAt(),
            position.stamp().intentId().toString(),
            position.deviceId().toString());
  }

  private static CompletionRegister toWire(Completion completion) {
    return completion == null
        ? null
        : new CompletionRegister(
            completion.completed(),
            completion.stamp().occurredAt(),
            completion.stamp().intentId().toString(),
            completion.deviceId().toString());
  }

  private static FavoriteRegister toWire(Favorite favorite) {
    return favorite == null
        ? null
        : new FavoriteRegister(
            favorite.favorite(),
            favorite.stamp().occurredAt(),
            favorite.stamp().intentId().toString(),
            favorite.deviceId().toString());
  }
}
