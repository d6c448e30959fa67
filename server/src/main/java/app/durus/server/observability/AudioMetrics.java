package app.durus.server.observability;

import app.durus.server.audio.AudioObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How recordings are delivered, by status. No metric says which recording it was. */
public final class AudioMetrics implements AudioObserver {

  private static final int[] USUAL = {200, 206, 404, 500};

  private final MeterRegistry registry;
  private final Map<Integer, Counter> answers = new ConcurrentHashMap<>();
  private final Counter bytesSent;

  public AudioMetrics(MeterRegistry registry) {
    this.registry = registry;
    bytesSent =
        Counter.builder("durus.audio.sent")
            .description("Bytes of recordings and manifests that were sent")
            .baseUnit("bytes")
            .register(registry);
    // So that they are 0 from the start, and their first increase is seen.
    for (int status : USUAL) {
      counter(status);
    }
  }

  private Counter counter(int status) {
    return answers.computeIfAbsent(
        status,
        of ->
            Counter.builder("durus.audio.answers")
                .description("Answers for recordings and their manifests, by HTTP status")
                .tag("status", Integer.toString(of))
                .register(registry));
  }

  @Override
  public void answered(int status, long bytes) {
    counter(status).increment();
    bytesSent.increment(bytes);
  }
}
