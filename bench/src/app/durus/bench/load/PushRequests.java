package app.durus.bench.load;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Writes the pushes of a population as HTTP requests. Every intent is new. For one thread. */
final class PushRequests {

  private final String epoch;
  private final SplittableRandom random;
  private final String[] listenerIds;
  private final String[] deviceIds;
  private final String[] lectureIds;
  private final String[] assetIds;
  private final String[] tokens;
  private final long[] cursors;
  private final long[] lastStamps;

  PushRequests(Population population, String epoch, SplittableRandom random) {
    this.epoch = epoch;
    this.random = random;
    this.listenerIds = texts(population.listeners(), Population::listenerId);
    this.deviceIds = texts(population.listeners(), Population::deviceId);
    this.tokens = texts(population.listeners(), Population::sessionToken);
    this.lectureIds = texts(population.lectures(), Population::lectureId);
    this.assetIds = texts(population.lectures(), Population::assetId);
    this.lastStamps = new long[population.listeners()];
    this.cursors = new long[population.listeners()];
    Arrays.fill(cursors, population.statesOfAListener());
  }

  private static String[] texts(int count, IntFunction<String> text) {
    return IntStream.range(0, count).mapToObj(text).toArray(String[]::new);
  }

  /** The listener's next push starts at this cursor. */
  void follow(int listener, long cursor) {
    cursors[listener] = cursor;
  }

  /**
   * The next push of a listener.
   *
   * @param lecture the number of the first lecture; the others follow it
   */
  Buffer make(int listener, int lecture, int intents) {
    StringBuilder body = new StringBuilder(256 + 256 * intents);
    long now = System.currentTimeMillis();
    // As a device issues it (C1), so that no intent is superseded by one of the same millisecond.
    long stamp = Math.max(now, lastStamps[listener] + 1);
    lastStamps[listener] = stamp;
    body.append("{\"request\":{\"listenerId\":\"")
        .append(listenerIds[listener])
        .append("\",\"deviceId\":\"")
        .append(deviceIds[listener])
        .append("\",\"cursor\":")
        .append(cursors[listener])
        .append(",\"epoch\":\"")
        .append(epoch)
        .append("\",\"deviceTime\":")
        .append(now)
        .append(",\"attempt\":0,\"pending\":0,\"intents\":[");
    for (int i = 0; i < intents; i++) {
      body.append(i == 0 ? "" : ",")
          .append("{\"id\":\"")
          .append(new UUID(random.nextLong(), random.nextLong()))
          .append("\",\"type\":\"PROGRESS\",\"lectureId\":\"")
          .append(lectureIds[lecture + i])
          .append("\",\"occurredAt\":")
          .append(stamp)
          .append(",\"positionMs\":")
          .append(random.nextInt(3_000_000))
          .append(",\"audioAssetId\":\"")
          .append(assetIds[lecture + i])
          .append("\"}");
    }
    body.append("]}}");
    return Buffer.buffer(body.length() + 256)
        .appendString("POST /connect/ListeningEndpoint/sync HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        .appendString("Content-Type: application/json\r\nCookie: durus_session=")
        .appendString(tokens[listener])
        .appendString("\r\nContent-Length: " + body.length() + "\r\n\r\n")
        .appendString(body.toString());
  }
}
