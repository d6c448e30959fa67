package app.durus.server.accounts.export;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that the server holds of a listener, as one JSON object: {@code account} with its
 * sessions, and {@code progress}, a member for each lecture. It is written while it is read: one
 * page is in memory, and the next one is read when the earlier one has left. So it is not the
 * progress of one moment; each lecture's is.
 */
public final class AccountExport {

  /** What is exported. */
  public interface Source {

    /** The account with its sessions; empty when there is no such listener. */
    Future<Optional<JsonObject>> account(UUID listenerId);

    /**
     * A page of the listener's progress, by the lecture's id.
     *
     * @param after the last lecture of the page before; {@link #FIRST} for the first page
     */
    Future<List<Progress>> progress(UUID listenerId, UUID after, int limit);
  }

  /** The progress in one lecture. */
  public record Progress(UUID lectureId, JsonObject json) {}

  /** Comes before every lecture's id. */
  static final UUID FIRST = new UUID(0, 0);

  /** Some 300 KB. */
  static final int PAGE = 500;

  private final Source source;
  private final Clock clock;

  public AccountExport(Source source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /**
   * Writes the export.
   *
   * @param output takes a part; its future completes when the next part may come
   * @return false, with nothing written, when there is no such listener
   */
  public Future<Boolean> write(UUID listenerId, Function<Buffer, Future<Void>> output) {
    return source
        .account(listenerId)
        .compose(
            account ->
                account.isEmpty()
                    ? Future.succeededFuture(false)
                    : output
                        .apply(Buffer.buffer(head(account.get())))
                        .compose(written -> progress(listenerId, FIRST, output))
                        .compose(written -> output.apply(Buffer.buffer("\n]}\n")))
                        .map(true));
  }

  private String head(JsonObject account) {
    String head =
        new JsonObject()
            .put("app", "Salafi Durus")
            .put("export", 1)
            .put("exportedAt", clock.instant().toString())
            .put("account", account)
            .encode();
    return head.substring(0, head.length() - 1) + ",\n\"progress\":[";
  }

  private Future<Void> progress(
      UUID listenerId, UUID after, Function<Buffer, Future<Void>> output) {
    return source
        .progress(listenerId, after, PAGE)
        .compose(
            page -> {
              if (page.isEmpty()) {
                return Future.succeededFuture();
              }
              String text =
                  page.stream()
                      .map(one -> one.json().encode())
                      .collect(Collectors.joining(",\n", after.equals(FIRST) ? "\n" : ",\n", ""));
              return output
                  .apply(Buffer.buffer(text))
                  .compose(written -> progress(listenerId, page.getLast().lectureId(), output));
            });
  }
}
