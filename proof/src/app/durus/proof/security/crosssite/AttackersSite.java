package app.durus.proof.security.crosssite;

import app.durus.product.browser.Browser;
import app.durus.server.processes.Ports;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.List;

/**
 * Another web site. Its page can send all kinds of requests to other origins. Any name that leads
 * to this machine reaches it.
 */
final class AttackersSite implements AutoCloseable {

  /**
   * The page's attacks, as members of {@code window.attacks}. Each function calls its last
   * parameter with the result that the page sees. The same script in a page of the app shows that
   * its requests are allowed there.
   */
  static final String SCRIPT =
      """
      const fieldsOf = (enctype, body) =>
        enctype === 'text/plain'
          // Name, equals sign and value make one JSON object.
          ? [[body.replace(/\\}$/, body === '{}' ? '"more":"' : ',"more":"'), '"}']]
          : Object.entries(JSON.parse(body)).map(([name, value]) =>
              [name, typeof value === 'string' ? value : JSON.stringify(value)]);

      const put = (name, members) => {
        const element = Object.assign(document.createElement(name), members);
        document.body.append(element);
        return element;
      };

      window.attacks = {
        /** target: '_top', or nothing for a frame of this page. */
        form(address, enctype, target, body, done) {
          const form = put('form', { method: 'post', action: address, enctype, hidden: true });
          form.target = target || put('iframe', { name: address, hidden: true }).name;
          for (const [name, value] of fieldsOf(enctype, body)) {
            form.append(Object.assign(document.createElement('input'), { name, value }));
          }
          done('');
          setTimeout(() => form.submit());
        },
        post(address, mode, type, body, done) {
          const headers = { 'Content-Type': type };
          fetch(address, { method: 'POST', mode, credentials: 'include', headers, body })
            .then(async (answer) => done(answer.status + ' ' + await answer.text()))
            .catch((refused) => done(refused.name));
        },
        beacon(address, type, body, done) {
          done(String(navigator.sendBeacon(address, new Blob([body], { type }))));
        },
        get(address, mode, done) {
          fetch(address, { mode, credentials: 'include' })
            .then((answer) => done(answer.type))
            .catch((refused) => done(refused.name));
        },
        embed(name, address, done) {
          const element = document.createElement(name);
          element.onerror = () => done('error');
          element.onload = element.onloadedmetadata = () => done('loaded');
          element.src = address;
          document.body.append(element);
        },
        frame(id, address, done) {
          put('iframe', { id, onload: () => done(''), src: address });
        },
        open(address, done) {
          window.opened = window.open(address);
          done(String(window.opened !== null));
        },
      };
      """;

  private static final String PAGE =
      "<!doctype html><meta charset=utf-8><title>Elsewhere</title><body><script>\n"
          + SCRIPT
          + "</script></body>";

  /**
   * @param attack a member of {@code window.attacks}
   */
  record Attempt(String attack, List<Object> arguments) {

    Attempt(String attack, Object... arguments) {
      this(attack, List.of(arguments));
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final int port;

  AttackersSite() throws IOException {
    port = Ports.free();
    vertx.createHttpServer().requestHandler(AttackersSite::answer).listen(port).await();
  }

  /**
   * Runs an attack in the page that is open, which has {@link #SCRIPT}.
   *
   * @param attack a member of {@code window.attacks}
   * @return the result that the page sees
   */
  static String attempt(Browser browser, String attack, Object... arguments) {
    return attempt(browser, List.of(new Attempt(attack, arguments))).getFirst();
  }

  /** Runs all at once. Returns the results that the page sees, in their order. */
  static List<String> attempt(Browser browser, List<Attempt> attempts) {
    List<?> learnt =
        (List<?>)
            browser.asyncScript(
                """
                const [attempts, done] = arguments;
                Promise.all(
                  attempts.map(([attack, parameters]) =>
                    new Promise((ended) => window.attacks[attack](...parameters, ended)))
                ).then(done);
                """,
                attempts.stream().map(each -> List.of(each.attack(), each.arguments())).toList());
    return learnt.stream().map(String.class::cast).toList();
  }

  int port() {
    return port;
  }

  private static void answer(HttpServerRequest request) {
    request.response().putHeader("Content-Type", "text/html").end(PAGE);
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
