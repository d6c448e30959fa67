package app.durus.server.accounts.openid;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2AuthorizationURL;
import io.vertx.ext.auth.oauth2.OAuth2FlowType;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import io.vertx.ext.auth.oauth2.Oauth2Credentials;
import io.vertx.ext.auth.oauth2.providers.OpenIDConnectAuth;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OpenID Connect provider: authorization code flow with PKCE, state and nonce. What it offers
 * is discovered when it is first needed, and again after a failure, so that the server starts
 * without it.
 */
public final class OpenIdProvider {

  private static final Logger LOG = LoggerFactory.getLogger(OpenIdProvider.class);

  /** Somebody waits in front of an empty page meanwhile. */
  private static final int CONNECT_TIMEOUT_MS = 5_000;

  private static final int IDLE_TIMEOUT_SECONDS = 5;
  private static final long ANSWER_TIMEOUT_SECONDS = 10;

  /** The members of an ID token that may name somebody, the best one first. */
  private static final List<String> NAMES = List.of("preferred_username", "name", "nickname");

  /** The provider could not be asked, or did not answer as OpenID Connect says. */
  public static final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private final Vertx vertx;
  private final OpenIdSettings settings;
  private final AtomicReference<@Nullable Future<OAuth2Auth>> discovered = new AtomicReference<>();

  public OpenIdProvider(Vertx vertx, OpenIdSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
  }

  /**
   * Where the browser signs in. Fails with {@link UnavailableException}.
   *
   * @param redirectUri where the provider sends the browser back; registered there
   */
  Future<String> signInAddress(SignInAttempt attempt, String redirectUri) {
    return provider()
        .map(
            provider ->
                provider.authorizeURL(
                    new OAuth2AuthorizationURL()
                        .setRedirectUri(redirectUri)
                        .setScopes(List.of("openid", "profile"))
                        .setState(attempt.state())
                        .putAdditionalParameter("nonce", attempt.nonce())
                        .setCodeChallenge(attempt.codeChallenge())
                        .setCodeChallengeMethod("S256")));
  }

  /**
   * Who signed in there. Fails with {@link UnavailableException} when the provider cannot tell.
   *
   * @param code with which the browser came back
   */
  Future<Identity> identity(SignInAttempt attempt, String code, String redirectUri) {
    return provider()
        .compose(
            provider ->
                // The provider may have changed its keys.
                provider
                    .jWKSet()
                    .compose(
                        keys ->
                            provider.authenticate(
                                new Oauth2Credentials()
                                    .setFlow(OAuth2FlowType.AUTH_CODE)
                                    .setCode(code)
                                    .setCodeVerifier(attempt.codeVerifier())
                                    .setRedirectUri(redirectUri)))
                    .compose(user -> checked(provider, user, attempt))
                    .timeout(ANSWER_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .recover(this::unavailable));
  }

  /** Whether an issuer names itself as the provider's. */
  boolean isIssuer(@Nullable String issuer) {
    return settings.issuer().equals(withoutSlash(issuer));
  }

  /** Vert.x has checked the signature, or there is no decoded token. */
  private Future<Identity> checked(OAuth2Auth provider, User user, SignInAttempt attempt) {
    JsonObject token = user.attributes().getJsonObject("idToken");
    String problem = problemOf(token, attempt);
    if (!problem.isEmpty()) {
      return Future.failedFuture(new UnavailableException(problem, null));
    }
    String subject = token.getString("sub");
    List<String> names = namesIn(token);
    Future<List<String>> known =
        names.isEmpty()
            ? provider
                .userInfo(user)
                .map(info -> subject.equals(info.getString("sub")) ? namesIn(info) : names)
                // Without a name the account is called "Listener".
                .otherwise(names)
            : Future.succeededFuture(names);
    return known.map(all -> new Identity(settings.issuer(), subject, all));
  }

  /** OpenID Connect Core, section 3.1.3.7; empty when nothing is wrong. */
  private String problemOf(@Nullable JsonObject token, SignInAttempt attempt) {
    if (token == null) {
      return "the provider sent no ID token that its keys verify";
    }
    if (!isIssuer(token.getString("iss"))) {
      return "the ID token is of another issuer: " + token.getString("iss");
    }
    if (!isFor(token.getValue("aud"))) {
      return "the ID token is for another client";
    }
    if (!attempt.nonce().equals(token.getString("nonce"))) {
      return "the ID token is of another attempt";
    }
    Long expires = token.getLong("exp");
    if (expires == null || expires * 1_000 + CONNECT_TIMEOUT_MS < System.currentTimeMillis()) {
      return "the ID token has expired";
    }
    String subject = token.getString("sub");
    return subject == null || subject.isEmpty() || subject.contains("\0")
        ? "the ID token names nobody"
        : "";
  }

  private boolean isFor(@Nullable Object audience) {
    return audience instanceof JsonArray all
        ? all.contains(settings.clientId())
        : settings.clientId().equals(audience);
  }

  private static @Nullable String withoutSlash(@Nullable String issuer) {
    return issuer != null && issuer.endsWith("/")
        ? issuer.substring(0, issuer.length() - 1)
        : issuer;
  }

  private static List<String> namesIn(JsonObject claims) {
    return NAMES.stream()
        .map(claims::getValue)
        .flatMap(name -> name instanceof String text ? Stream.of(text) : Stream.<String>empty())
        .filter(name -> !name.isBlank())
        .toList();
  }

  private Future<OAuth2Auth> provider() {
    Future<OAuth2Auth> present = discovered.get();
    if (present != null && !present.failed()) {
      return present;
    }
    Future<OAuth2Auth> asked =
        OpenIDConnectAuth.discover(
                vertx,
                new OAuth2Options()
                    .setSite(settings.issuer())
                    .setClientId(settings.clientId())
                    .setClientSecret(settings.clientSecret())
                    .setHttpClientOptions(
                        new HttpClientOptions()
                            .setConnectTimeout(CONNECT_TIMEOUT_MS)
                            .setIdleTimeout(IDLE_TIMEOUT_SECONDS)))
            .timeout(ANSWER_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .recover(this::unavailable);
    return Objects.requireNonNull(
        discovered.updateAndGet(
            other -> other == null || other == present || other.failed() ? asked : other));
  }

  private <T> Future<T> unavailable(Throwable failure) {
    LOG.warn(
        "The OpenID Connect provider {} cannot be used: {}",
        settings.issuer(),
        ProviderFaultText.of(failure));
    return Future.failedFuture(
        failure instanceof UnavailableException
            ? failure
            : new UnavailableException("the provider cannot be used", failure));
  }
}
