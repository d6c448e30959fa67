package app.durus.proof.security;

import app.durus.server.waiting.HangGuard;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pushes, pulls, opens the app and asks for the server's health, one request after the other
 * without a pause. It notes how long each took.
 */
final class NormalListener {

  private final Member member;
  private final HttpClient client;
  private final String lecture;

  /**
   * @param statuses how often each came; 0 for a connection that failed
   */
  record Figures(List<Long> micros, Map<Integer, Integer> statuses, List<String> faults) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d calls of the normal listener, p50 %.1f ms, p99 %.1f ms, answers by status %s",
          micros.size(),
          percentile(50),
          percentile(99),
          statuses);
    }

    double percentile(int percent) {
      List<Long> sorted = new ArrayList<>(micros);
      Collections.sort(sorted);
      return sorted.isEmpty()
          ? Double.NaN
          : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1000.0;
    }
  }

  NormalListener(Member member, HttpClient client, String lecture) {
    this.member = member;
    this.client = client;
    this.lecture = lecture;
  }

  /** Continues until the attack has ended, and for at least two rounds. */
  Figures during(Thread attack) throws InterruptedException {
    Figures figures = new Figures(new ArrayList<>(), new TreeMap<>(), new ArrayList<>());
    for (int round = 0; round < 2 || attack.isAlive(); round++) {
      call(figures, "a push", () -> member.sync(member.listenerId(), 0, List.of(lecture)));
      call(figures, "a pull", () -> member.sync(member.listenerId(), 0, List.of()));
      call(figures, "the app", () -> get("/"));
      call(figures, "health", () -> get("/health"));
    }
    return figures;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(member.server().at(path)).timeout(HangGuard.LIMIT).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private interface Asking {
    HttpResponse<String> ask() throws IOException, InterruptedException;
  }

  private static void call(Figures figures, String what, Asking asking)
      throws InterruptedException {
    long begun = System.nanoTime();
    int status = 0;
    String said = "";
    try {
      HttpResponse<String> answer = asking.ask();
      status = answer.statusCode();
      said = answer.body();
    } catch (IOException e) {
      said = e.toString();
    }
    figures.micros().add((System.nanoTime() - begun) / 1000);
    figures.statuses().merge(status, 1, Integer::sum);
    if (status != 200 && figures.faults().size() < 5) {
      figures.faults().add(what + " was answered with status " + status + ": " + said);
    }
  }
}
