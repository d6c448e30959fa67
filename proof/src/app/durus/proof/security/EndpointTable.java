package app.durus.proof.security;

import app.durus.contract.accounts.AccountEndpoint;
import app.durus.contract.catalogue.CatalogueEndpoint;
import app.durus.contract.listening.ListeningEndpoint;
import com.fasterxml.jackson.databind.JsonNode;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Who may call which endpoint, whether a listener can see another's data, and when a session's
 * token is valid.
 */
final class EndpointTable {

  private static final List<Class<?>> CONTRACT =
      List.of(AccountEndpoint.class, CatalogueEndpoint.class, ListeningEndpoint.class);

  private final Member nobody;
  private final List<String> lectures;
  private final List<String> faults = new ArrayList<>();
  private int checks;

  EndpointTable(Member nobody, List<String> lectures) {
    this.nobody = nobody;
    this.lectures = lectures;
  }

  List<String> faults() {
    return faults;
  }

  int checks() {
    return checks;
  }

  private void expect(String what, Object expected, Object actual) {
    checks++;
    if (!expected.equals(actual)) {
      faults.add(what + ": expected " + expected + ", was " + actual);
    }
  }

  /** Calls each method of the contract without a session and with one. */
  void walk(Member listener) throws IOException, InterruptedException {
    for (Class<?> endpoint : CONTRACT) {
      for (Method method : endpoint.getMethods()) {
        String name = endpoint.getSimpleName() + "/" + method.getName();
        boolean open = method.isAnnotationPresent(AnonymousAllowed.class);
        expect(name + " as nobody is let in", open, status(nobody, name) != 401);
        Member forged = nobody.withToken("A".repeat(43));
        expect(name + " with a made-up token is let in", open, status(forged, name) != 401);
        if (!method.getName().equals("signOut")) {
          expect(name + " as a listener is let in", true, status(listener, name) < 401);
        }
        expect(
            name + " from another site",
            403,
            listener.call(name, "{}", "Sec-Fetch-Site", "cross-site").statusCode());
        expect(
            name + " from a form",
            403,
            listener.call(name, "{}", "Origin", "http://elsewhere.example").statusCode());
      }
    }
  }

  /**
   * Sends a body that no method accepts, so that nothing is done: 400, unless the method takes no
   * body.
   */
  private static int status(Member who, String method) throws IOException, InterruptedException {
    return who.call(method, "{}").statusCode();
  }

  /** A listener's state cannot be seen or changed by another. */
  void keepApart(Member one, Member other) throws IOException, InterruptedException {
    expect(
        "a push of one", 200, one.sync(one.listenerId(), 0, lectures.subList(0, 1)).statusCode());
    expect(
        "another's push in the name of the one",
        409,
        other.sync(one.listenerId(), 0, lectures.subList(1, 2)).statusCode());
    expect(
        "another's pull in the name of the one",
        409,
        other.sync(one.listenerId(), 0, List.of()).statusCode());
    expect("states of another", 0, states(other).size());
    expect("states of the one", 1, states(one).size());
  }

  private static JsonNode states(Member of) throws IOException, InterruptedException {
    return Member.JSON.readTree(of.sync(of.listenerId(), 0, List.of()).body()).get("states");
  }

  /** A token that an attacker puts into a browser beforehand never becomes a session. */
  void fixation(String name) throws IOException, InterruptedException {
    String planted = "A".repeat(43);
    Member signedIn = nobody.withToken(planted).sign("signIn", name);
    expect("the planted token is kept", false, signedIn.token().equals(planted));
    expect("the planted token", 401, status(nobody.withToken(planted), "ListeningEndpoint/sync"));
    Member again = signedIn.sign("signIn", name);
    expect("the token is kept", false, again.token().equals(signedIn.token()));
    expect("the token of before", 401, status(signedIn, "ListeningEndpoint/sync"));
    expect("the token of now", 400, status(again, "ListeningEndpoint/sync"));
  }

  /** A copied token is useless once its session has ended; other sessions continue. */
  void theft(String name) throws IOException, InterruptedException {
    Member victim = nobody.sign("signIn", name);
    Member elsewhere = nobody.sign("signIn", name);
    Member thief = victim.withToken(victim.token());
    expect("the copied token while it is good", 400, status(thief, "ListeningEndpoint/sync"));
    HttpResponse<String> out = victim.call("AccountEndpoint/signOut", "{}");
    expect("signing out", 200, out.statusCode());
    expect("the copied token after it", 401, status(thief, "ListeningEndpoint/sync"));
    expect(
        "whose session it is",
        true,
        Member.JSON
            .readTree(thief.call("AccountEndpoint/session", "{}").body())
            .get("account")
            .isNull());
    expect("the other device", 400, status(elsewhere, "ListeningEndpoint/sync"));
  }

  /** The same push a second time changes nothing. */
  void replay(Member one) throws IOException, InterruptedException {
    String push = Member.syncBody(one.listenerId(), 0, lectures.subList(0, 1));
    expect("a push", 200, one.call("ListeningEndpoint/sync", push).statusCode());
    JsonNode before = states(one);
    expect("the same again", 200, one.call("ListeningEndpoint/sync", push).statusCode());
    expect("states after it", before, states(one));
  }
}
