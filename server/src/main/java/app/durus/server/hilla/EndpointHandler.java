package app.durus.server.hilla;

import app.durus.server.errors.RequestError;
import app.durus.server.hilla.Endpoints.Binding;
import app.durus.server.http.Deadlines;
import app.durus.server.http.RequestBudgets;
import app.durus.server.http.UnreadBodies;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hilla's endpoint protocol on the event loop: {@code POST /connect/<Endpoint>/<method>} with a
 * JSON object of one member per parameter. Mount it at {@code /connect/*}, before any handler that
 * reads bodies.
 *
 * <p>A call passes these checks in this order, the cheapest first. The method is called only when
 * all have passed.
 *
 * <table>
 *   <caption>Checks</caption>
 *   <tr><td>405</td><td>the method is not POST</td></tr>
 *   <tr><td>403</td><td>another site's page sent the call</td></tr>
 *   <tr><td>415</td><td>the body is not JSON</td></tr>
 *   <tr><td>404</td><td>there is no such endpoint or method</td></tr>
 *   <tr><td>429</td><td>the session has too many calls, or the network too many session
 *       lookups</td></tr>
 *   <tr><td>401, 403</td><td>the access annotations refuse the caller</td></tr>
 *   <tr><td>429</td><td>the caller has too many calls</td></tr>
 *   <tr><td>413, 408, 503</td><td>the body is too large, too slow, or finds no room in
 *       memory</td></tr>
 *   <tr><td>400</td><td>the body is malformed</td></tr>
 * </table>
 *
 * <p>A 429 is sent after one to two seconds. The body of a caller who is not signed in may have
 * {@value RequestBody#MAX_STRANGER_SIZE_BYTES} bytes.
 */
public final class EndpointHandler implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(EndpointHandler.class);

  private final Endpoints endpoints;
  private final Exchange.Services services;

  /**
   * @param limits shared by all handlers of the process
   * @param budgets shared by all handlers of the process
   * @param faults makes a {@link RequestError} of a fault that passes, such as a database that does
   *     not answer; returns every other fault as it is
   */
  public EndpointHandler(
      Endpoints endpoints,
      SessionResolver sessions,
      CallLimits limits,
      RequestBudgets budgets,
      Deadlines deadlines,
      UnaryOperator<Throwable> faults) {
    this.endpoints = endpoints;
    this.services =
        new Exchange.Services(
            sessions, limits, budgets, deadlines, faults, new AnswerWriter(deadlines));
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    try {
      new Exchange(services, context, bindingFor(request)).begin();
    } catch (Refusal refusal) {
      UnreadBodies.discard(request, services.deadlines());
      services.answers().refuse(context, refusal, request.path());
    }
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
}
