package app.durus.server.database;

import app.durus.server.database.embedded.EmbeddedDatabase;
import app.durus.server.startup.StartupFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.transport.Transport;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database, embedded or external, migrated to this build's schema.
 *
 * <p>Every wait of a connection that serves requests is bounded ({@link DatabaseTimeouts}): the
 * wait for a connection by the pool, the wait for an answer by the time of silence after which the
 * channel is closed, and waits within PostgreSQL by the session's settings.
 */
public final class Database implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int CONNECTIONS = 16;
  private static final int CONNECTIONS_FOR_LONG_WORK = 4;
  private static final int CLEANING_MS = 1_000;

  private final DatabaseAddress address;
  private final Optional<EmbeddedDatabase> embedded;

  private Database(DatabaseAddress address, Optional<EmbeddedDatabase> embedded) {
    this.address = address;
    this.embedded = embedded;
  }

  /**
   * Opens the database for a process that serves. It is the only one to run the embedded database.
   * Blocking.
   *
   * @param external empty for the embedded database
   * @param wait how long to wait for an external database
   * @param account the system account that root runs the embedded database under; empty to choose
   *     one
   * @param owner is told about the embedded database; is told nothing about an external one
   * @throws StartupFailure when there is no usable database
   */
  public static Database toServe(
      Optional<DatabaseAddress> external,
      Duration wait,
      Path dataFolder,
      Optional<String> account,
      EmbeddedDatabase.Owner owner) {
    return open(external, wait, () -> EmbeddedDatabase.start(dataFolder, account, owner));
  }

  /**
   * Opens the database for a command that may run beside a serving process. Blocking.
   *
   * @param external empty for the embedded database
   * @param wait how long to wait for an external database
   * @param account the system account that root runs the embedded database under; empty to choose
   *     one
   * @param owner is told about the embedded database, if this process starts it
   * @throws StartupFailure when there is no usable database
   */
  public static Database toImport(
      Optional<DatabaseAddress> external,
      Duration wait,
      Path dataFolder,
      Optional<String> account,
      EmbeddedDatabase.Owner owner) {
    return open(external, wait, () -> EmbeddedDatabase.joinOrStart(dataFolder, account, owner));
  }

  /**
   * Opens the database to restore a backup into it. No other process may use it. Blocking.
   *
   * @param schemaVersion the migration up to which a new database is made; {@link #migrate} makes
   *     the others. A database that exists already stays as it is
   * @param account as for {@link #toServe}
   * @param owner as for {@link #toServe}
   * @throws StartupFailure when there is no usable database
   */
  public static Database toRestore(
      Optional<DatabaseAddress> external,
      Duration wait,
      Path dataFolder,
      Optional<String> account,
      EmbeddedDatabase.Owner owner,
      String schemaVersion) {
    return open(
        external,
        wait,
        () -> EmbeddedDatabase.start(dataFolder, account, owner),
        database -> Migrations.apply(database.address, Optional.of(schemaVersion)));
  }

  /** Applies the migrations that the database lacks. Blocking. */
  public void migrate() {
    Migrations.apply(address, Optional.empty());
  }

  /** A connection for work without time limits, to be closed by the caller. Blocking. */
  public Connection jdbcConnection() throws SQLException {
    return Migrations.dataSource(address).getConnection();
  }

  /** The last migration that the database has. Blocking. */
  public String schemaVersion() {
    return Migrations.version(address);
  }

  /** The transport that pools need: only it can close a dead connection. */
  public static Transport cuttingTransport() {
    return new AbruptCloseTransport();
  }

  /** Event loops on that transport. */
  public static Vertx eventLoops() {
    return Vertx.builder().withTransport(cuttingTransport()).build();
  }

  private static Database open(
      Optional<DatabaseAddress> external, Duration wait, Supplier<EmbeddedDatabase> startEmbedded) {
    return open(external, wait, startEmbedded, Database::migrate);
  }

  private static Database open(
      Optional<DatabaseAddress> external,
      Duration wait,
      Supplier<EmbeddedDatabase> startEmbedded,
      Consumer<Database> migrate) {
    external.ifPresent(address -> DatabaseWait.until(address, wait, System.out::println));
    Optional<EmbeddedDatabase> embedded =
        external.isPresent() ? Optional.empty() : Optional.of(startEmbedded.get());
    Database database =
        new Database(
            external.or(() -> embedded.map(EmbeddedDatabase::address)).orElseThrow(), embedded);
    try {
      migrate.accept(database);
      return database;
    } catch (FlywayException e) {
      database.close();
      throw database.cannotBeUsed(e);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /**
   * The system account that the embedded PostgreSQL runs under; empty when it is this process's.
   */
  public Optional<String> otherAccount() {
    return embedded.flatMap(EmbeddedDatabase::otherAccount);
  }

  /** One line with the database and the reason. */
  public StartupFailure cannotBeUsed(Throwable reason) {
    return new StartupFailure(
        "the database at " + address + " cannot be used: " + DatabaseWait.reason(reason), reason);
  }

  /**
   * Uses the database at startup, again while connections fail to come about. Blocking.
   *
   * @param limit how long from now another attempt may begin; zero for one attempt
   * @throws StartupFailure with the reason of the last attempt
   */
  public <T> T firstUse(Vertx vertx, Duration limit, Supplier<Future<T>> attempt) {
    try {
      return FirstUse.until(vertx, limit, attempt);
    } catch (Exception e) {
      throw cannotBeUsed(e);
    }
  }

  /**
   * A pool for requests, shared by all event loops.
   *
   * @param vertx of {@link #eventLoops}
   */
  public Pool pool(Vertx vertx) {
    return forRequests(
        vertx,
        new PoolOptions().setMaxSize(CONNECTIONS).setShared(true).setName("durus"),
        SessionSettings.forRequests(address.settings()));
  }

  /**
   * A pool of one connection for one event loop. It must be used from that loop only, from the
   * first call on, so that results never cross loops.
   *
   * @param vertx of {@link #eventLoops}
   */
  public Pool ownConnection(Vertx vertx) {
    return forRequests(
        vertx,
        new PoolOptions().setMaxSize(1).setName("own-connection"),
        SessionSettings.forALane(address.settings()));
  }

  /**
   * A pool for work that no request waits for and that may take hours, such as an import: a
   * statement may take long, and a connection may be silent while files are read.
   */
  public Pool poolForLongWork(Vertx vertx) {
    return configured(vertx, SessionSettings.forLongWork(address.settings()))
        .with(new PoolOptions().setMaxSize(CONNECTIONS_FOR_LONG_WORK).setName("long-work"))
        .with(transport())
        .using(vertx)
        .build();
  }

  private Pool forRequests(Vertx vertx, PoolOptions options, String settings) {
    return bounded(
            configured(vertx, settings), options, DatabaseTimeouts.UNUSED, DatabaseTimeouts.SILENCE)
        .using(vertx)
        .build();
  }

  /**
   * @param unused after which an unused connection is closed
   * @param silence after which a connection in use is closed; longer than {@code unused}
   */
  private static ClientBuilder<Pool> bounded(
      ClientBuilder<Pool> pool, PoolOptions options, Duration unused, Duration silence) {
    return pool.with(
            options
                .setConnectionTimeout((int) DatabaseTimeouts.CONNECTION.toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) unused.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setPoolCleanerPeriod(CLEANING_MS))
        .with(
            transport()
                .setIdleTimeout((int) silence.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS));
  }

  private static NetClientOptions transport() {
    return new NetClientOptions()
        .setConnectTimeout((int) DatabaseTimeouts.CONNECTION.toMillis())
        .setTcpKeepAlive(true);
  }

  private ClientBuilder<Pool> configured(Vertx vertx, String settings) {
    ClientBuilder<Pool> pool =
        PgBuilder.pool().withConnectHandler(connection -> configure(connection, settings));
    return address.hosts().size() == 1
        ? pool.connectingTo(address.connectOptions())
        : pool.connectingTo(primary(vertx)::find);
  }

  private PrimaryHost primary(Vertx vertx) {
    return new PrimaryHost(
        address,
        options ->
            bounded(
                    PgBuilder.pool().connectingTo(options),
                    new PoolOptions().setMaxSize(1),
                    DatabaseTimeouts.PRIMARY.dividedBy(2),
                    DatabaseTimeouts.PRIMARY)
                .using(vertx)
                .build());
  }

  /** Closing the connection here returns it to the pool, unless it was lost meanwhile. */
  private static void configure(SqlConnection connection, String settings) {
    connection
        .query(settings)
        .execute()
        .onSuccess(set -> connection.close())
        .onFailure(
            failure -> {
              if (failure instanceof PgException && !DatabaseFault.connectionIsLost(failure)) {
                LOG.error(
                    "PostgreSQL refuses a session setting. Check search_path and options in DATABASE_URL: {}",
                    failure.toString());
                connection.close();
              }
            });
  }

  /** Stops the embedded database, if this process started it. Blocking. */
  @Override
  public void close() {
    embedded.ifPresent(EmbeddedDatabase::close);
  }
}
