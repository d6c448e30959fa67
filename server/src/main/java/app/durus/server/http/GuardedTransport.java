package app.durus.server.http;

import app.durus.server.transport.ForwardingTransport;
import io.netty.bootstrap.ServerBootstrap;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.transport.Transport;
import java.util.function.Consumer;

/**
 * A transport that shows each listening socket to a guard before the socket is bound. Vert.x has no
 * other hook that sees a connection when it is accepted: it calls its connection handler only after
 * a whole head has arrived.
 */
final class GuardedTransport extends ForwardingTransport {

  private final Consumer<ServerBootstrap> guard;

  /**
   * @param transport does everything else
   * @param guard called once for each listening socket
   */
  GuardedTransport(Transport transport, Consumer<ServerBootstrap> guard) {
    super(transport);
    this.guard = guard;
  }

  @Override
  public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
    super.configure(options, domainSocket, bootstrap);
    guard.accept(bootstrap);
  }
}
