package app.durus.server.listening;

import app.durus.server.listening.rules.Verdict;
import java.time.Duration;
import java.util.List;

/** Reports one answered request to an observer. */
final class Observation {

  private static final String UNREADABLE = "UNREADABLE";

  private Observation() {}

  /**
   * @param verdicts one for each intent of the request, including malformed ones
   * @param databaseTime milliseconds since 1970
   */
  static void tell(
      SyncObserver observer, ReadRequest request, List<Verdict> verdicts, long databaseTime) {
    ReadRequest.Delivery delivery = request.delivery();
    observer.answered(
        new SyncObserver.Delivery(
            verdicts.size(),
            delivery.attempt(),
            delivery.pending(),
            clockSkew(delivery.deviceTime(), databaseTime)));
    for (int i = 0; i < verdicts.size(); i++) {
      observer.judged(
          type(request.intents().get(i)), verdicts.get(i), isConflict(request, verdicts.get(i)));
    }
  }

  private static Duration clockSkew(long deviceTime, long databaseTime) {
    return deviceTime == 0 ? null : Duration.ofMillis(deviceTime - databaseTime);
  }

  private static String type(ReadIntent intent) {
    return switch (intent) {
      case ReadIntent.Unreadable unreadable -> UNREADABLE;
      case ReadIntent.Readable readable -> readable.intent().type().name();
    };
  }

  private static boolean isConflict(ReadRequest request, Verdict verdict) {
    return request.delivery().attempt() == 0
        && verdict instanceof Verdict.Superseded superseded
        && !superseded.byDeviceId().equals(request.deviceId());
  }
}
