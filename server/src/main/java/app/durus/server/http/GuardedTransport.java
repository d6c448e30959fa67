package app.durus.server.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * Vert.x's own transport, with a look at each listening socket before it is bound. Vert.x has no
 * other hook that sees a connection when it is accepted: its handler of connections is called only
 * once a whole head has arrived.
 */
final class GuardedTransport implements io.vertx.core.transport.Transport, Transport {

  private final Transport vertx;
  private final Consumer<ServerBootstrap> guard;

  /**
   * @param transport that does everything else
   */
  GuardedTransport(io.vertx.core.transport.Transport transport, Consumer<ServerBootstrap> guard) {
    this.vertx = transport.implementation();
    this.guard = guard;
  }

  @Override
  public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
    vertx.configure(options, domainSocket, bootstrap);
    guard.accept(bootstrap);
  }

  @Override
  public String name() {
    return io.vertx.core.transport.Transport.NIO.name();
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public Throwable unavailabilityCause() {
    return vertx.unavailabilityCause();
  }

  @Override
  public Transport implementation() {
    return this;
  }

  @Override
  public boolean supportsDomainSockets() {
    return vertx.supportsDomainSockets();
  }

  @Override
  public boolean supportFileRegion() {
    return vertx.supportFileRegion();
  }

  @Override
  public boolean isAvailable() {
    return vertx.isAvailable();
  }

  @Override
  public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
    return vertx.convert(address);
  }

  @Override
  public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
    return vertx.convert(address);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return vertx.ioHandlerFactory();
  }

  @Override
  public EventLoopGroup eventLoopGroup(
      int type, int threads, ThreadFactory threadFactory, int ioRatio) {
    return vertx.eventLoopGroup(type, threads, threadFactory, ioRatio);
  }

  @Override
  public DatagramChannel datagramChannel() {
    return vertx.datagramChannel();
  }

  @Override
  @SuppressWarnings("deprecation") // As Vert.x has it.
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return vertx.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return vertx.channelFactory(domainSocket);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return vertx.serverChannelFactory(domainSocket);
  }

  @Override
  public void configure(DatagramChannel channel, DatagramSocketOptions options) {
    vertx.configure(channel, options);
  }

  @Override
  public void configure(
      ClientOptionsBase options, int connectTimeout, boolean domainSocket, Bootstrap bootstrap) {
    vertx.configure(options, connectTimeout, domainSocket, bootstrap);
  }
}
