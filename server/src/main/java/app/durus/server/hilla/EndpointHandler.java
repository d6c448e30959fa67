package app.durus.server.hilla;

import app.durus.server.hilla.Endpoints.Binding;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hilla's endpoint protocol on the event loop: {@code POST /connect/<Endpoint>/<method>} with a
 * JSON object of one member per parameter. To be mounted at {@code /connect/*}, before anything
 * that reads bodies.
 *
 * <p>A call is refused for the cheapest reason first, and nothing is done before all are passed:
 * 405 another method, 403 from another site, 415 no JSON, 404 no such endpoint or method, 413 too
 * large, 401 or 403 by the access annotations, 400 malformed.
 *
 * <p>Errors are {@code {"message": …}} without Hilla's {@code type}: where a type is given, Hilla's
 * client throws an {@code EndpointError} that no longer knows the status, and the status is what
 * synchronization goes by (R14, R15). Without one it throws {@code EndpointResponseError}, {@code
 * UnauthorizedResponseError} or {@code ForbiddenResponseError}, each with status and message.
 */
public final class EndpointHandler implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(EndpointHandler.class);

  private final Endpoints endpoints;
  private final Callers callers;
  private final UnaryOperator<Throwable> reading;

  public EndpointHandler(Endpoints endpoints, Callers callers) {
    this(endpoints, callers, UnaryOperator.identity());
  }

  /**
   * @param reading makes a {@link Refusal} of a fault that the caller can wait out, such as a
   *     database that is away; answers any other as it is
   */
  public EndpointHandler(Endpoints endpoints, Callers callers, UnaryOperator<Throwable> reading) {
    this.endpoints = endpoints;
    this.callers = callers;
    this.reading = reading;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    try {
      Binding binding = bindingFor(request);
      RequestBody.read(request)
          .compose(body -> answer(binding, request, body))
          .onSuccess(json -> send(context, 200, json))
          .onFailure(cause -> refuse(context, read(cause, binding), binding.method().toString()));
    } catch (Refusal refusal) {
      RequestBody.discard(request);
      refuse(context, refusal, request.path());
    }
  }

  private Throwable read(Throwable cause, Binding binding) {
    Throwable read = reading.apply(cause);
    if (read != cause) {
      LOG.warn("{} cannot be answered now: {}", binding.method(), cause.toString());
    }
    return read;
  }

  private Binding bindingFor(HttpServerRequest request) {
    if (request.method() != HttpMethod.POST) {
      request.response().putHeader(HttpHeaders.ALLOW, "POST");
      throw new Refusal(405, "Endpoints are called by POST.");
    }
    if (CrossSite.isMadeBy(request)) {
      throw new Refusal(403, "Calls from another site are refused.");
    }
    if (!isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      throw new Refusal(415, "The body must be application/json.");
    }
    String[] segments = request.path().split("/", -1);
    return (segments.length == 4
            ? endpoints.find(segments[2], segments[3])
            : Optional.<Binding>empty())
        .orElseThrow(() -> new Refusal(404, "There is no such endpoint method."));
  }

  private static boolean isJson(String contentType) {
    return contentType != null
        && contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
  }

  private Future<Buffer> answer(Binding binding, HttpServerRequest request, Buffer body) {
    Optional<String> token = SessionCookie.tokenIn(request);
    return token
        .map(callers::callerOf)
        .orElseGet(() -> Future.succeededFuture(Caller.ANONYMOUS))
        .compose(
            caller -> {
              binding.method().access().refusalOf(caller).ifPresent(EndpointHandler::raise);
              Call call =
                  new Call(caller, token, binding.method().parametersIn(Json.readObject(body)));
              return binding
                  .answer()
                  .to(call)
                  .map(value -> Json.write(binding.method().checked(value)))
                  .onSuccess(json -> call.cookie().ifPresent(cookie -> cookie.addTo(request)));
            });
  }

  private static void raise(Refusal refusal) {
    throw refusal;
  }

  /** The one place where a failure becomes an answer. */
  private static void refuse(RoutingContext context, Throwable cause, String called) {
    if (cause instanceof Refusal refusal) {
      refusal
          .retryAfterSeconds()
          .ifPresent(s -> context.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(s)));
      send(context, refusal.status(), Json.write(Map.of("message", refusal.getMessage())));
    } else {
      LOG.error("{} failed", called, cause);
      send(context, 500, Json.write(Map.of("message", "The server failed to answer.")));
    }
  }

  private static void send(RoutingContext context, int status, Buffer json) {
    HttpServerResponse response = context.response();
    if (response.closed()) {
      return;
    }
    boolean compressed = Gzip.pays(context.parsedHeaders(), json);
    if (compressed) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, Gzip.NAME);
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(compressed ? Gzip.of(json) : json)
        .onFailure(gone -> LOG.debug("The caller did not wait for the answer", gone));
  }
}
