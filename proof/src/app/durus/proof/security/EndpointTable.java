package app.durus.proof.security;

import app.durus.proof.security.EndpointAccess.Row;
import app.durus.proof.security.EndpointAccess.Who;
import app.durus.server.waiting.Eventually;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Who may call which endpoint, whether a listener can see another's data, and when a session's
 * token is valid.
 */
final class EndpointTable {

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

  /** Calls everything that is documented, without a session and with one. */
  void walk(Member listener) throws IOException, InterruptedException {
    Member forged = nobody.withToken("A".repeat(43));
    for (Row row : EndpointAccess.documented()) {
      boolean open = row.who() == Who.ANYBODY;
      expect(row + " as nobody is let in", open, isLetIn(nobody, row));
      expect(row + " with a made-up token is let in", open, isLetIn(forged, row));
      if (!row.path().endsWith("/signOut")) {
        expect(row + " as a listener is let in", true, isLetIn(listener, row));
      }
      if (row.isCall()) {
        String name = row.path().substring("/connect/".length());
        expect(
            row + " from another site",
            403,
            listener.call(name, "{}", "Sec-Fetch-Site", "cross-site").statusCode());
        expect(
            row + " from a form",
            403,
            listener.call(name, "{}", "Origin", "http://elsewhere.example").statusCode());
      }
    }
  }

  /** A listener whom the operator has disabled may do what nobody may, and learns why. */
  void disabled(Member member, String name) throws Exception {
    Eventually.get(
        "the end of a disabled listener's session",
        () -> status(member, "ListeningEndpoint/sync"),
        status -> status == 401);
    for (Row row : EndpointAccess.documented()) {
      expect(row + " as disabled is let in", row.who() == Who.ANYBODY, isLetIn(member, row));
    }
    expect(
        "signing in as disabled",
        "ACCOUNT_DISABLED",
        nobody.outcome("signIn", name, Member.PASSWORD, ""));
    expect(
        "guessing the password of the disabled",
        nobody.outcome("signIn", "no such listener", "not the password", ""),
        nobody.outcome("signIn", name, "not the password", ""));
  }

  /** Where sign-up is by invitation, a code makes one account, and nothing else does. */
  void invited(String invitation) throws IOException, InterruptedException {
    expect(
        "signing up without an invitation",
        "INVITATION_NEEDED",
        nobody.outcome("signUp", "Uninvited", Member.PASSWORD, ""));
    expect(
        "signing up with a made-up invitation",
        "CODE_INVALID",
        nobody.outcome("signUp", "Uninvited", Member.PASSWORD, "0000-0000-0000"));
    expect(
        "an invitation as a code for a password",
        "CODE_INVALID",
        Member.JSON
            .readTree(
                nobody
                    .call(
                        "AccountEndpoint/resetPassword",
                        Member.JSON
                            .createObjectNode()
                            .put("code", invitation)
                            .put("password", Member.PASSWORD)
                            .toString())
                    .body())
            .path("outcome")
            .asText());
    expect(
        "signing up with an invitation",
        "SIGNED_IN",
        nobody.outcome("signUp", "Invited", Member.PASSWORD, invitation));
    expect(
        "signing up with a used invitation",
        "CODE_INVALID",
        nobody.outcome("signUp", "Uninvited", Member.PASSWORD, invitation));
    walk(nobody.sign("signIn", "Invited"));
  }

  /**
   * Calls with a body that most methods refuse, so that nothing is done. A method without
   * parameters takes it.
   */
  private static boolean isLetIn(Member who, Row row) throws IOException, InterruptedException {
    int status =
        row.isCall()
            ? status(who, row.path().substring("/connect/".length()))
            : who.get(row.path().replace("…", "none"));
    return status != 401 && status != 403;
  }

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
