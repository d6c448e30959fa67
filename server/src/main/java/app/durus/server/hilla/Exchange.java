package app.durus.server.hilla;

import app.durus.server.errors.RequestError;
import app.durus.server.hilla.Endpoints.Binding;
import app.durus.server.http.CallerBudget;
import app.durus.server.http.ConcurrencyLimit;
import app.durus.server.http.Deadlines;
import app.durus.server.http.RequestBudgets;
import app.durus.server.http.UnreadBodies;
import app.durus.server.http.proxy.ClientAddress;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a method that exists, from its head to its answer:
 *
 * <ol>
 *   <li>the session says who calls;
 *   <li>the method's annotations and the limits say whether this caller may call now;
 *   <li>the body is read, within the caller's share of memory;
 *   <li>the method is called;
 *   <li>the answer is written.
 * </ol>
 *
 * <p>Nothing of the body is read before the caller is known and admitted.
 */
final class Exchange {

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  /**
   * A call over a limit is refused after a random time between these two, so that callers who were
   * refused together do not return together.
   */
  private static final Duration MIN_REFUSAL_DELAY = Duration.ofSeconds(1);

  private static final Duration MAX_REFUSAL_DELAY = Duration.ofSeconds(2);
  private static final int RETRY_AFTER_SECONDS = 1;

  /**
   * What all exchanges of one handler use.
   *
   * @param sessions finds the listener behind a session token
   * @param faults makes a {@link RequestError} of a fault that passes; returns every other fault as
   *     it is
   */
  record Services(
      SessionResolver sessions,
      CallLimits limits,
      RequestBudgets budgets,
      Deadlines deadlines,
      UnaryOperator<Throwable> faults,
      AnswerWriter answers) {}

  private final Services services;
  private final RoutingContext context;
  private final HttpServerRequest request;
  private final Binding binding;
  private final ClientAddress address;
  private final Optional<String> token;

  /**
   * The session's, then the listener's or the stranger's. All are closed when the call has ended.
   */
  private final List<ConcurrencyLimit<?>.Admission> admissions = new ArrayList<>(2);

  private boolean bodyIsTaken;

  /** The request stays paused until a delayed refusal has been sent. */
  private boolean refusalIsDelayed;

  Exchange(Services services, RoutingContext context, Binding binding) {
    this.services = services;
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
      return;
    }
    request.pause();
    caller.onComplete(
        known -> {
          answer(caller);
          if (!refusalIsDelayed) {
            request.resume();
          }
        });
  }

  private Future<Caller> caller() {
    return token.map(this::callerOf).orElseGet(() -> Future.succeededFuture(Caller.ANONYMOUS));
  }

  private Future<Caller> callerOf(String sessionToken) {
    return admitted(services.limits().sessions().admit(sessionToken))
        .compose(
            session ->
                services
                    .limits()
                    .sessionLookups()
                    .admit(address)
                    .map(
                        lookup ->
                            services
                                .sessions()
                                .callerOf(sessionToken)
                                .onComplete(found -> lookup.close()))
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
                UnreadBodies.discard(request, services.deadlines());
              }
              services.answers().refuse(context, translated(cause), binding.method().toString());
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
    return admitted(services.limits().admit(caller, address))
        .compose(admission -> answerTo(caller, admission));
  }

  private Future<Void> answerTo(Caller caller, ConcurrencyLimit<?>.Admission admission) {
    boolean signedIn = caller.listener().isPresent();
    RequestBudgets budgets = services.budgets();
    CallerBudget.Call memory =
        signedIn
            ? budgets.listeners().begin(caller.listenerId())
            : budgets.strangers().begin(address);
    int limitBytes = signedIn ? RequestBody.MAX_SIZE_BYTES : RequestBody.MAX_STRANGER_SIZE_BYTES;
    bodyIsTaken = true;
    return RequestBody.read(request, limitBytes, memory, services.deadlines())
        .compose(body -> admission.run(() -> result(caller, body)))
        .compose(result -> services.answers().send(context, result.call(), result.json(), memory))
        .onComplete(ended -> memory.close());
  }

  private Future<Result> result(Caller caller, Buffer body) {
    ContractMethod method = binding.method();
    Call call =
        new Call(
            caller,
            address,
            token,
            DeviceCookie.tokensIn(request),
            Objects.requireNonNullElse(request.getHeader(HttpHeaders.USER_AGENT), ""),
            method.parametersIn(Json.readObject(body)));
    caller
        .renewedFor()
        .ifPresent(lifetime -> token.ifPresent(some -> call.keepSession(some, lifetime)));
    return binding
        .answer()
        .to(call)
        .map(value -> new Result(call, Json.write(method.checked(value))));
  }

  /** What a method returned. Nothing of it has been sent. */
  private record Result(Call call, Buffer json) {}

  private <A extends ConcurrencyLimit<?>.Admission> Future<A> admitted(Optional<A> admission) {
    admission.ifPresent(admissions::add);
    return admission.map(Future::succeededFuture).orElseGet(this::tooManyCalls);
  }

  /**
   * Fails after a delay. A caller who tries again as soon as a refusal arrives would otherwise keep
   * the event loop busy with refusals.
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
                    RequestError.tooMany(
                        "You have too many requests under way; try again.", RETRY_AFTER_SECONDS)));
  }

  private Throwable translated(Throwable cause) {
    Throwable translated = services.faults().apply(cause);
    if (translated != cause) {
      LOG.warn(
          "{} was refused because of a temporary fault: {}", binding.method(), cause.toString());
    }
    return translated;
  }
}
