package app.durus.server.accounts.openid;

import app.durus.server.accounts.Sessions;
import app.durus.server.accounts.SignInLimits;
import app.durus.server.hilla.SessionCookie;
import app.durus.server.http.BasePath;
import app.durus.server.http.ServerPath;
import app.durus.server.http.proxy.ClientAddress;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a browser to the provider ({@code GET /openid/sign-in}) and takes it back ({@code GET
 * /openid/callback}). However it ends, the browser comes to {@code /sign-in?openid=…}, where the
 * app says so. Both are navigations of the whole page; the service worker leaves them to the
 * network.
 *
 * <p>The browser comes back from another site. So the attempt's cookie is {@code SameSite=Lax}: it
 * lasts for ten minutes and signs nobody in. The session's cookie is {@code Strict} as ever: it is
 * set here, and first sent by the app.
 */
public final class OpenIdRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(OpenIdRoutes.class);

  static final String ATTEMPT = "durus_openid";
  private static final Duration ATTEMPT_LIFETIME = Duration.ofMinutes(10);
  private static final String CALLBACK = ServerPath.OPENID.path() + "/callback";
  private static final int MAX_CODE = 4_096;

  private final OpenIdProvider provider;
  private final OpenIdAccounts accounts;
  private final SignInLimits limits;

  public OpenIdRoutes(OpenIdProvider provider, OpenIdAccounts accounts, SignInLimits limits) {
    this.provider = provider;
    this.accounts = accounts;
    this.limits = limits;
  }

  /** Answers every GET under {@code /openid/}. */
  public void mount(Router router) {
    router.get(ServerPath.OPENID.path() + "/sign-in").handler(this::begin);
    router.get(CALLBACK).handler(this::comeBack);
  }

  private void begin(RoutingContext context) {
    SignInAttempt attempt =
        SignInAttempt.begin(parameter(context, "invitation").orElse("").strip());
    provider
        .signInAddress(attempt, redirectUri(context))
        .onSuccess(
            address -> {
              keepAttempt(context.request(), attempt.cookie(), ATTEMPT_LIFETIME);
              redirect(context, address);
            })
        .onFailure(failure -> backToApp(context, End.UNAVAILABLE));
  }

  private void comeBack(RoutingContext context) {
    HttpServerRequest request = context.request();
    Optional<SignInAttempt> attempt =
        Optional.ofNullable(request.getCookie(ATTEMPT))
            .map(Cookie::getValue)
            .flatMap(SignInAttempt::of)
            .filter(begun -> begun.hasState(parameter(context, "state").orElse("")));
    Optional<String> code = parameter(context, "code").filter(given -> given.length() <= MAX_CODE);
    Optional<String> error = parameter(context, "error");
    keepAttempt(request, "", Duration.ZERO);
    // RFC 9207: the answer of another provider is none.
    boolean another =
        parameter(context, "iss").filter(issuer -> !provider.isIssuer(issuer)).isPresent();
    if (attempt.isEmpty() || another) {
      backToApp(context, End.FAILED);
    } else if (error.isPresent() || code.isEmpty()) {
      boolean cancelled = error.equals(Optional.of("access_denied"));
      if (!cancelled) {
        LOG.warn("The OpenID Connect provider sent a browser back without a code");
      }
      backToApp(context, cancelled ? End.CANCELLED : End.FAILED);
    } else {
      signIn(context, attempt.get(), code.get());
    }
  }

  private void signIn(RoutingContext context, SignInAttempt attempt, String code) {
    HttpServerRequest request = context.request();
    String network = ClientAddress.of(context).network();
    if (!limits.comesBack(network)) {
      backToApp(context, End.BUSY);
      return;
    }
    String device = Optional.ofNullable(request.getHeader(HttpHeaders.USER_AGENT)).orElse("");
    provider
        .identity(attempt, code, redirectUri(context))
        .compose(
            identity -> {
              limits.cameBack(network);
              return accounts.signIn(identity, attempt.invitation(), device);
            })
        .onSuccess(
            outcome -> {
              if (outcome instanceof OpenIdAccounts.Outcome.SignedIn signedIn) {
                SessionCookie.keeping(signedIn.token().text(), Sessions.LIFETIME).addTo(request);
              }
              backToApp(context, End.of(outcome));
            })
        .onFailure(
            failure -> {
              if (failure instanceof OpenIdProvider.UnavailableException) {
                backToApp(context, End.UNAVAILABLE);
              } else {
                LOG.warn("A sign-in by OpenID Connect failed: {}", failure.toString());
                backToApp(context, End.FAILED);
              }
            });
  }

  /** How it ended, as the app reads it in lower case from the address. */
  private enum End {
    DONE,
    /** The provider cannot be used. */
    UNAVAILABLE,
    /** The listener, or the provider, refused there. */
    CANCELLED,
    /** The browser came back without what it was sent with, or too late. */
    FAILED,
    /** Too many from this network failed. */
    BUSY,
    DISABLED,
    CLOSED,
    /** An invitation is needed. */
    INVITATION,
    /** The invitation does not work. */
    CODE;

    static End of(OpenIdAccounts.Outcome outcome) {
      return switch (outcome) {
        case OpenIdAccounts.Outcome.SignedIn s -> DONE;
        case OpenIdAccounts.Outcome.AccountDisabled d -> DISABLED;
        case OpenIdAccounts.Outcome.SignUpClosed c -> CLOSED;
        case OpenIdAccounts.Outcome.InvitationNeeded i -> INVITATION;
        case OpenIdAccounts.Outcome.CodeInvalid c -> CODE;
      };
    }
  }

  /** Relative, so that it holds below whatever path a proxy serves the app. */
  private static void backToApp(RoutingContext context, End end) {
    redirect(context, "../sign-in?openid=" + end.name().toLowerCase(Locale.ROOT));
  }

  private static void redirect(RoutingContext context, String address) {
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    context.redirect(address);
  }

  /** As the browser sees this server. The provider accepts only what is registered there. */
  private static String redirectUri(RoutingContext context) {
    HttpServerRequest request = context.request();
    return request.scheme() + "://" + request.authority() + BasePath.of(context).absolute(CALLBACK);
  }

  /** For the path of these routes, which the browser knows. */
  private static void keepAttempt(HttpServerRequest request, String value, Duration lifetime) {
    request
        .response()
        .addCookie(
            Cookie.cookie(ATTEMPT, value)
                .setMaxAge(lifetime.toSeconds())
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.LAX)
                .setSecure(request.isSSL()));
  }

  private static Optional<String> parameter(RoutingContext context, String name) {
    return context.queryParam(name).stream().findFirst();
  }
}
