package app.durus.server.accounts.openid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Follows redirects, keeps cookies and fills in the provider's forms, as a browser does. */
final class ProviderBrowser {

  private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");
  private static final Pattern PROMPT = Pattern.compile("name=\"prompt\" value=\"(\\w+)\"");
  private static final Pattern ABORT = Pattern.compile("href=\"([^\"]+/abort)\"");
  private static final Pattern END = Pattern.compile("/sign-in\\?openid=(\\w+)$");
  private static final String SESSION = "durus_session";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final String app;
  private String sessionCookie = "";
  private String invitation = "";

  ProviderBrowser(int port) {
    this(port, "");
  }

  /**
   * @param path below which the app is served
   */
  ProviderBrowser(int port, String path) {
    this.app = "http://127.0.0.1:" + port + path;
  }

  ProviderBrowser invitedBy(String code) {
    invitation = "?invitation=" + code;
    return this;
  }

  /** Signs in. Returns how it ended, as the app is told. */
  String signIn(String login) {
    String back = comeBackTo(login);
    return end(back);
  }

  /** Goes to the provider. Returns its first page, or the app's address where it ended already. */
  private Page begin(String from) {
    return open(from);
  }

  /** Is sent to the provider, and goes no further. */
  void begin() {
    begin(app + "/openid/sign-in" + invitation);
  }

  /** Signs in at the provider. Returns the address to which it sends the browser back. */
  String comeBackTo(String login) {
    Page page = begin(app + "/openid/sign-in" + invitation);
    while (page.body().contains("<form")) {
      String prompt = first(PROMPT, page.body());
      String fields =
          "prompt=" + prompt + (prompt.equals("login") ? "&login=" + login + "&password=x" : "");
      page = post(first(ACTION, page.body()), fields);
    }
    return page.address();
  }

  /** Refuses at the provider. */
  String cancel() {
    Page page = begin(app + "/openid/sign-in");
    return end(open(first(ABORT, page.body())).address());
  }

  /** Opens the address to which the provider sends the browser, unless it has ended before. */
  String end(String back) {
    Matcher ended = END.matcher(back);
    if (ended.find()) {
      return ended.group(1);
    }
    HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(back)));
    return first(END, answer.headers().firstValue("Location").orElse("status " + answer));
  }

  String session() {
    return cookies.getOrDefault(SESSION, "");
  }

  /** The session's cookie with its attributes. */
  String sessionCookie() {
    return sessionCookie;
  }

  String attempt() {
    return cookies.getOrDefault(OpenIdRoutes.ATTEMPT, "");
  }

  void keepAttempt(String cookie) {
    cookies.put(OpenIdRoutes.ATTEMPT, cookie);
  }

  private record Page(String address, String body) {}

  private Page open(String address) {
    return follow(address, send(HttpRequest.newBuilder(URI.create(address))));
  }

  private Page post(String address, String fields) {
    return follow(
        address,
        send(
            HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(fields))));
  }

  /** Follows redirects until a page comes, or the browser would come back to the app. */
  private Page follow(String address, HttpResponse<String> answer) {
    if (answer.statusCode() / 100 != 3) {
      return new Page(address, answer.body());
    }
    String next =
        URI.create(address)
            .resolve(answer.headers().firstValue("Location").orElseThrow())
            .toString();
    return next.startsWith(app) ? new Page(next, "") : open(next);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    String sent =
        cookies.entrySet().stream()
            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
            .collect(Collectors.joining("; "));
    if (!sent.isEmpty()) {
      request.header("Cookie", sent);
    }
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      answer.headers().allValues("Set-Cookie").forEach(this::keep);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void keep(String setCookie) {
    String[] pair = setCookie.split(";", 2)[0].split("=", 2);
    if (pair[1].isEmpty()) {
      cookies.remove(pair[0]);
    } else {
      cookies.put(pair[0], pair[1]);
    }
    if (pair[0].equals(SESSION)) {
      sessionCookie = setCookie;
    }
  }

  private static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new AssertionError("no " + pattern + " in:\n" + text);
    }
    return found.group(1);
  }
}
