package app.durus.server.hilla;

import app.durus.server.hilla.Endpoints.Binding;
import app.durus.server.http.CallerBudget;
import app.durus.server.http.ClientAddress;
import app.durus.server.http.ConcurrencyLimit;
import app.durus.server.http.CutOff;
import app.durus.server.http.Deadlines;
import app.durus.server.http.RequestBudgets;
import app.durus.server.http.UnreadBodies;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hilla's endpoint protocol on the event loop: {@code POST /connect/<Endpoint>/<method>} with a
 * JSON object of one member per parameter. To be mounted at {@code /connect/*}, before anything
 * that reads bodies.
 *
 * <p>A call is refused for the cheapest reason first, and nothing is done before all are passed:
 * 405 another method, 403 from another site, 415 no JSON, 404 no such endpoint or method, 429 too
 * many calls with this session or too many session lookups of this network, 401 or 403 by the
 * access annotations, 429 too many calls of this caller, 413 too large, 408 too slow, 503 no room
 * for this caller's bodies, 400 malformed. A 429 comes one to two seconds late. The body is read
 * only once it is known who sends it: who is not signed in can send {@value
 * RequestBody#MAX_STRANGER_SIZE_BYTES} bytes at most.
 *
 * <p>Errors are {@code {"message": …}} without Hilla's {@code type}: where a type is given, Hilla's
 * client throws an {@code EndpointError} that no longer knows the status, and the status is what
 * synchronization goes by (R14, R15). Without one it throws {@code EndpointResponseError}, {@code
 * UnauthorizedResponseError} or {@code ForbiddenResponseError}, each with status and message.
 */
public final class EndpointHandler implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(EndpointHandler.class);

  /** An answer has this long to leave, and longer by its size at a slow rate. */
  private static final Duration ANSWER_GRACE = Duration.ofMinutes(1);

  private static final int ANSWER_BYTES_PER_SECOND = 500;

  /** Drawn anew for each refusal: callers refused together do not return together. */
  private static final Duration MIN_REFUSAL_DELAY = Duration.ofSeconds(1);

  private static final Duration MAX_REFUSAL_DELAY = Duration.ofSeconds(2);
  private static final int RETRY_AFTER_SECONDS = 1;

  private final Endpoints endpoints;
  private final SessionResolver callers;
  private final CallLimits limits;
  private final RequestBudgets budgets;
  private final Deadlines deadlines;
  private final UnaryOperator<Throwable> reading;

  /**
   * @param limits shared by all handlers of the process
   * @param budgets shared by all handlers of the process
   * @param reading makes a {@link Refusal} of a fault that the caller can wait out, such as a
   *     database that is away; answers any other as it is
   */
  public EndpointHandler(
      Endpoints endpoints,
      SessionResolver callers,
      CallLimits limits,
      RequestBudgets budgets,
      Deadlines deadlines,
      UnaryOperator<Throwable> reading) {
    this.endpoints = endpoints;
    this.callers = callers;
    this.limits = limits;
    this.budgets = budgets;
    this.deadlines = deadlines;
    this.reading = reading;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    try {
      new Exchange(context, bindingFor(request)).begin();
    } catch (Refusal refusal) {
      UnreadBodies.discard(request, deadlines);
      refuse(context, refusal, request.path());
    }
  }

  /** One call of a method that exists, on its way to an answer. */
  private final class Exchange {

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final Binding binding;
    private final ClientAddress address;
    private final Optional<String> token;

    /** Of the session, then of the listener or the stranger. Closed when the call has ended. */
    private final List<ConcurrencyLimit<?>.Admission> admissions = new ArrayList<>(2);

    private boolean bodyIsTaken;

    /** Until then nothing of the body is taken. */
    private boolean refusalIsDelayed;

    Exchange(RoutingContext context, Binding binding) {
      this.context = context;
      this.request = context.request();
      this.binding = binding;
      this.address = ClientAddress.of(context);
      this.token = SessionCookie.tokenIn(request);
    }

    void begin() {
      Future<Caller> caller = caller();
      if (caller.isComplete()) {
        answer(caller);
      } else {
        // Nothing of the body is taken until it is known whose it is.
        request.pause();
        Context loop = context.vertx().getOrCreateContext();
        caller.onComplete(
            known ->
                loop.runOnContext(
                    now -> {
                      answer(caller);
                      if (!refusalIsDelayed) {
                        request.resume();
                      }
                    }));
      }
    }

    private Future<Caller> caller() {
      return token.map(this::callerOf).orElseGet(() -> Future.succeededFuture(Caller.ANONYMOUS));
    }

    private Future<Caller> callerOf(String some) {
      return admitted(limits.sessions().admit(some))
          .compose(
              session ->
                  limits
                      .sessionLookups()
                      .admit(address)
                      .map(lookup -> callers.callerOf(some).onComplete(found -> lookup.close()))
                      .orElseGet(this::tooManyCalls));
    }

    /**
     * @param known complete
     */
    private void answer(Future<Caller> known) {
      known
          .compose(this::answerTo)
          .recover(
              cause -> {
                if (!bodyIsTaken) {
                  UnreadBodies.discard(request, deadlines);
                }
                refuse(context, read(cause, binding), binding.method().toString());
                if (refusalIsDelayed) {
                  request.resume();
                }
                return Future.succeededFuture();
              })
          .onComplete(ended -> admissions.forEach(ConcurrencyLimit.Admission::close));
    }

    private Future<Void> answerTo(Caller caller) {
      Optional<Refusal> refusal = binding.method().access().refusalOf(caller);
      if (refusal.isPresent()) {
        return Future.failedFuture(refusal.get());
      }
      return admitted(limits.admit(caller, address))
          .compose(admission -> answerTo(caller, admission));
    }

    private Future<Void> answerTo(Caller caller, ConcurrencyLimit<?>.Admission admission) {
      boolean signedIn = caller.listener().isPresent();
      CallerBudget.Call memory =
          signedIn
              ? budgets.listeners().begin(caller.listenerId())
              : budgets.strangers().begin(address);
      int limitBytes = signedIn ? RequestBody.MAX_SIZE_BYTES : RequestBody.MAX_STRANGER_SIZE_BYTES;
      bodyIsTaken = true;
      return RequestBody.read(request, limitBytes, memory, deadlines)
          .compose(body -> admission.run(() -> work(caller, body)))
          .compose(answer -> send(context, answer, memory))
          .onComplete(ended -> memory.close());
    }

    private Future<Answer> work(Caller caller, Buffer body) {
      ContractMethod method = binding.method();
      Call call =
          new Call(
              caller,
              address,
              token,
              DeviceCookie.tokensIn(request),
              method.parametersIn(Json.readObject(body)));
      caller
          .renewedFor()
          .ifPresent(lifetime -> token.ifPresent(some -> call.keepSession(some, lifetime)));
      return binding
          .answer()
          .to(call)
          .map(value -> new Answer(call, Json.write(method.checked(value))));
    }

    private <A extends ConcurrencyLimit<?>.Admission> Future<A> admitted(Optional<A> admission) {
      admission.ifPresent(admissions::add);
      return admission.map(Future::succeededFuture).orElseGet(this::tooManyCalls);
    }

    /**
     * Refuses after a while: a caller who goes on as soon as a refusal arrives would otherwise keep
     * the event loop busy with refusals alone.
     */
    private <T> Future<T> tooManyCalls() {
      refusalIsDelayed = true;
      request.pause();
      return context
          .vertx()
          .timer(
              ThreadLocalRandom.current()
                  .nextLong(MIN_REFUSAL_DELAY.toMillis(), MAX_REFUSAL_DELAY.toMillis()),
              TimeUnit.MILLISECONDS)
          .compose(
              waited ->
                  Future.failedFuture(
                      Refusal.tooMany(
                          "You have too many requests under way; try again.",
                          RETRY_AFTER_SECONDS)));
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
    Optional<String> crossSite = CrossSite.reason(request);
    if (crossSite.isPresent()) {
      LOG.warn("A call from another site is refused: {}", crossSite.get());
      throw new Refusal(403, "Calls from another site are refused: " + crossSite.get());
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

  /** What a call came to, not sent yet. */
  private record Answer(Call call, Buffer json) {}

  /** The one place where a failure becomes an answer. */
  private void refuse(RoutingContext context, Throwable cause, String called) {
    if (cause instanceof Refusal refusal) {
      refusal
          .retryAfterSeconds()
          .ifPresent(s -> context.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(s)));
      end(context, refusal.status(), Json.write(Map.of("message", refusal.getMessage())));
    } else {
      LOG.error("{} failed", called, cause);
      end(context, 500, Json.write(Map.of("message", "The server failed to answer.")));
    }
  }

  /**
   * @return ends when the answer has left; failed with a {@link Refusal} before anything of it is
   *     sent when there is no room for it
   */
  private Future<Void> send(RoutingContext context, Answer answer, CallerBudget.Call budget) {
    boolean compressed = Gzip.pays(context.parsedHeaders(), answer.json());
    Buffer body = compressed ? Gzip.of(answer.json()) : answer.json();
    budget.release();
    if (!budget.take(body.length())) {
      return Future.failedFuture(RequestBody.noRoom());
    }
    if (context.response().closed()) {
      return Future.succeededFuture();
    }
    answer.call().addCookiesTo(context.request());
    if (compressed) {
      context.response().putHeader(HttpHeaders.CONTENT_ENCODING, Gzip.NAME);
    }
    return end(context, 200, body);
  }

  private Future<Void> end(RoutingContext context, int status, Buffer body) {
    HttpServerResponse response = context.response();
    if (response.closed()) {
      return Future.succeededFuture();
    }
    Deadlines.Deadline deadline =
        deadlines.in(
            ANSWER_GRACE.plusSeconds(body.length() / ANSWER_BYTES_PER_SECOND),
            () -> CutOff.of(context.request()));
    return response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body)
        .onComplete(
            left -> {
              deadline.cancel();
              UnreadBodies.endStream(context.request());
            })
        .otherwise(
            gone -> {
              LOG.debug("The caller did not wait for the answer", gone);
              return null;
            });
  }
}
