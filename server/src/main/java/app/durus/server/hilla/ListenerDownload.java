package app.durus.server.hilla;

import app.durus.server.errors.RequestError;
import app.durus.server.http.ConcurrencyLimit;
import app.durus.server.http.CutOff;
import app.durus.server.http.Deadlines;
import app.durus.server.http.proxy.ClientAddress;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Answers with a JSON file that is made for the listener of the session while it is sent. A
 * listener can have one at a time. What fails before the first part is answered as calls of
 * endpoints are; what fails later cuts the answer off, so that nobody takes it for complete.
 */
public final class ListenerDownload implements Handler<RoutingContext> {

  /** Makes the file. */
  @FunctionalInterface
  public interface Content {
    /**
     * @param output takes a part; its future completes once the part has left
     * @return false, with nothing written, when there is no such listener any more
     */
    Future<Boolean> write(UUID listenerId, Function<Buffer, Future<Void>> output);
  }

  private final SessionResolver sessions;
  private final CallLimits limits;
  private final UnaryOperator<Throwable> faults;
  private final AnswerWriter answers;
  private final String fileName;
  private final Content content;
  private final ConcurrencyLimit<UUID> downloads;

  /**
   * @param limits shared by all handlers of the process
   * @param downloads the downloads of a listener under way, shared by all handlers of the process
   * @param faults as for {@link EndpointHandler}
   * @param fileName in ASCII, as browsers save it
   */
  public ListenerDownload(
      SessionResolver sessions,
      CallLimits limits,
      ConcurrencyLimit<UUID> downloads,
      Deadlines deadlines,
      UnaryOperator<Throwable> faults,
      String fileName,
      Content content) {
    this.sessions = sessions;
    this.limits = limits;
    this.downloads = downloads;
    this.faults = faults;
    this.answers = new AnswerWriter(deadlines);
    this.fileName = fileName;
    this.content = content;
  }

  @Override
  public void handle(RoutingContext context) {
    caller(context)
        .compose(caller -> send(context, caller))
        .onFailure(
            fault -> {
              if (context.response().headWritten()) {
                CutOff.of(context.request());
              } else {
                context.response().headers().remove(HttpHeaders.CONTENT_DISPOSITION);
                answers.refuse(context, faults.apply(fault), context.request().path());
              }
            });
  }

  private Future<UUID> caller(RoutingContext context) {
    Optional<String> token = SessionCookie.tokenIn(context.request());
    Optional<ConcurrencyLimit<ClientAddress>.Admission> lookup =
        limits.sessionLookups().admit(ClientAddress.of(context));
    if (lookup.isEmpty()) {
      return Future.failedFuture(tooMany());
    }
    return token
        .map(sessions::callerOf)
        .orElseGet(() -> Future.succeededFuture(Caller.ANONYMOUS))
        .onComplete(found -> lookup.get().close())
        .compose(
            caller ->
                caller
                    .listener()
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(signInFirst())));
  }

  private Future<Void> send(RoutingContext context, UUID listenerId) {
    Optional<ConcurrencyLimit<UUID>.Admission> admission = downloads.admit(listenerId);
    if (admission.isEmpty()) {
      return Future.failedFuture(tooMany());
    }
    HttpServerResponse response = context.response();
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName + "\"");
    return content
        .write(listenerId, response::write)
        .compose(there -> there ? response.end() : Future.failedFuture(signInFirst()))
        .onComplete(ended -> admission.get().close());
  }

  private static Refusal signInFirst() {
    return new Refusal(401, "Sign in first.");
  }

  private static Refusal tooMany() {
    return Refusal.of(RequestError.tooMany("Too many of these at once.", 1));
  }
}
