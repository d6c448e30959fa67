package app.durus.proof.convergence;

import app.durus.proof.server.ServerProcess;
import app.durus.server.processes.Nginx;
import app.durus.server.processes.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An nginx before several servers. At one address it sends each request to the next server, at the
 * other all requests of a session to the same one.
 */
final class LoadBalancer implements AutoCloseable {

  private final Nginx nginx;
  private final List<URI> addresses;

  private LoadBalancer(Nginx nginx, List<URI> addresses) {
    this.nginx = nginx;
    this.addresses = addresses;
  }

  static LoadBalancer start(Path folder, List<ServerProcess> servers) throws IOException {
    int inTurn = Ports.free();
    int sticky = Ports.free();
    String all =
        servers.stream()
            .map(server -> "server 127.0.0.1:" + server.port() + ";")
            .collect(Collectors.joining(" "));
    String http =
        String.format(
            Locale.ROOT,
            """
            upstream in_turn { %1$s keepalive 32; }
            upstream sticky { hash $cookie_durus_session consistent; %1$s keepalive 32; }
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            server { listen 127.0.0.1:%2$d; location / { proxy_pass http://in_turn; } }
            server { listen 127.0.0.1:%3$d; location / { proxy_pass http://sticky; } }
            """,
            all,
            inTurn,
            sticky);
    return new LoadBalancer(
        Nginx.start(folder.resolve("nginx"), http, sticky),
        List.of(
            URI.create("http://127.0.0.1:" + inTurn), URI.create("http://127.0.0.1:" + sticky)));
  }

  List<URI> addresses() {
    return addresses;
  }

  @Override
  public void close() {
    nginx.close();
  }
}
