package app.durus.server.app;

import app.durus.server.app.settings.Configuration;
import app.durus.server.database.Database;
import app.durus.server.observability.MetricsServer;
import app.durus.server.startup.StartupFailure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A serving process from start to stop. It stops its parts in the opposite order: it says that it
 * is not ready, answers all requests for a while, then those under way, ends the event loops, and
 * stops the database. It does not stop what was not started.
 */
final class ServerLifecycle {

  /** The time that requests under way have when the process is told to stop. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** The time, after that, in which everything else must stop. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  /** A wait that something else can end. */
  @FunctionalInterface
  interface Wait {
    void await() throws InterruptedException;
  }

  private final Duration grace;
  private final Wait drain;
  private DatabaseOwner owner;
  private Database database;
  private Vertx vertx;
  private Runnable refuseConnections = () -> {};
  private String listening;
  private boolean stopped;

  /** Stops without a drain. */
  ServerLifecycle() {
    this(Duration.ZERO);
  }

  /**
   * @param drain how long requests are answered as before when the process is told to stop, while
   *     {@link #isStopping} tells load balancers to send none
   */
  ServerLifecycle(Duration drain) {
    this(GRACE, () -> Thread.sleep(drain));
  }

  /**
   * @param grace for requests under way when the process is told to stop
   */
  ServerLifecycle(Duration grace, Wait drain) {
    this.grace = grace;
    this.drain = drain;
  }

  /** Whether the process was told to stop. */
  synchronized boolean isStopping() {
    return stopped;
  }

  /** Takes the owner, who can stop a database that is still starting. */
  synchronized DatabaseOwner owner(DatabaseOwner starting) {
    owner = starting;
    return starting;
  }

  /**
   * Takes over the database. It is closed last, or at once when the process was already stopped.
   */
  synchronized Database owns(Database opened) {
    if (stopped) {
      opened.close();
      throw new StartupFailure("told to stop while starting");
    }
    database = opened;
    return opened;
  }

  /** Takes over the event loops. */
  synchronized Vertx runs(Vertx started) {
    vertx = started;
    return started;
  }

  /**
   * @param refuse is called when requests under way are answered and no further ones are; from any
   *     thread
   */
  synchronized void refusesConnectionsBy(Runnable refuse) {
    refuseConnections = refuse;
  }

  /**
   * Accepts requests, on one event loop per core. Blocking.
   *
   * @param routes called once for each event loop
   * @throws StartupFailure when the port is taken or the address is not this machine's
   */
  HttpServers listen(HttpServers.Binding binding, Supplier<Router> routes) {
    HttpServers servers = new HttpServers(vertx, binding, grace);
    try {
      String deployed = servers.start(routes).await();
      synchronized (this) {
        listening = deployed;
      }
    } catch (Exception e) {
      String host = binding.host();
      int port = binding.port();
      if (e instanceof BindException) {
        throw new StartupFailure(cannotBind(host, port, "PORT", "HOST", e), e);
      }
      throw new StartupFailure(
          "cannot listen on " + host + ", port " + port + ": " + e.getMessage(), e);
    }
    return servers;
  }

  /** Java throws the same exception for a taken port and for a missing address. */
  private static String cannotBind(
      String host, int port, String portName, String hostName, Exception failure) {
    return String.valueOf(failure.getMessage()).contains("assign requested address")
        ? host + " is not an address of this machine: set " + hostName + " to one that is"
        : "port " + port + " is taken: set " + portName + " to another one";
  }

  /**
   * An event loop beside those that serve requests. Blocking.
   *
   * @throws StartupFailure when none can be started
   */
  static Context eventLoop(Vertx vertx) {
    AtomicReference<Context> loop = new AtomicReference<>();
    vertx
        .deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                loop.set(context);
                return Future.succeededFuture();
              }
            })
        .await();
    return loop.get();
  }

  /**
   * Serves the metrics. Blocking. When the default port is taken, as by a second instance on this
   * machine, a line says so and the metrics are not served.
   *
   * @throws StartupFailure when the operator chose the port and it is taken
   */
  void show(MetricsServer metrics, Configuration.Metrics wanted) {
    int port = wanted.port();
    try {
      metrics.listen(vertx, wanted.host(), port).await();
    } catch (Exception e) {
      if (e instanceof BindException && !wanted.chosen()) {
        System.out.println(
            "Metrics are not shown: port " + port + " is taken; METRICS_PORT can be another one.");
        return;
      }
      if (e instanceof BindException) {
        throw new StartupFailure(
            cannotBind(wanted.host(), port, "METRICS_PORT", "METRICS_HOST", e), e);
      }
      throw new StartupFailure("cannot serve metrics on port " + port + ": " + e.getMessage(), e);
    }
  }

  /**
   * Stops what was started and waits until it has stopped. A second call does nothing. Blocking.
   */
  void stop() {
    Vertx running;
    Database open;
    DatabaseOwner starting;
    String answering;
    Runnable refuse;
    synchronized (this) {
      if (stopped) {
        return;
      }
      stopped = true;
      running = vertx;
      open = database;
      starting = owner;
      answering = listening;
      refuse = refuseConnections;
    }
    if (open == null && starting != null) {
      starting.stop();
    }
    try {
      if (answering != null) {
        awaitDrained();
        refuse.run();
        // The servers stop first. Closing everything at once would close what answers still need,
        // such as the database's connections, before the servers.
        awaitEnd(running.undeploy(answering));
      }
      if (running != null) {
        awaitEnd(running.close());
      }
    } finally {
      if (open != null) {
        open.close();
      }
    }
  }

  private void awaitDrained() {
    try {
      drain.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEnd(Future<?> ending) {
    try {
      ending.await(grace.plus(STOP_LIMIT).toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      System.err.println("salafi-durus: requests did not end in time and were cut off");
    }
  }

  /**
   * @param otherAccount the account of the embedded PostgreSQL, if it is not that of this process
   */
  static String welcome(int port, Configuration configuration, Optional<String> otherAccount) {
    String database =
        configuration
            .database()
            .map(address -> "PostgreSQL at " + address)
            .orElse("embedded PostgreSQL");
    String note =
        otherAccount
            .map(account -> "\n  note: this runs as root, and PostgreSQL as " + account)
            .orElse("");
    return String.format(
        Locale.ROOT,
        """
        Salafi Durus is ready: %s://%s:%d%s
          data: %s (%s)%s
          stop: Ctrl-C""",
        configuration.tls().isPresent() ? "https" : "http",
        shown(configuration.host()),
        port,
        configuration.basePath().path(),
        configuration.dataFolder(),
        database,
        note);
  }

  /** The host as part of a URL; localhost when every address is bound. */
  private static String shown(String host) {
    if (host.equals(Configuration.EVERY_ADDRESS) || host.equals("::")) {
      return "localhost";
    }
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
