package app.durus.server.database;

import app.durus.server.database.embedded.EmbeddedDatabase;
import app.durus.server.startup.StartupFailure;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.flywaydb.core.api.FlywayException;

/** The product's database, the embedded one or an external one, migrated to this build's schema. */
public final class Database implements AutoCloseable {

  private static final int CONNECTIONS = 16;
  private static final int CONNECT_SECONDS = 5;

  /** Whoever holds a listener's lock longer than this holds up everybody in the batch. */
  private static final String LOCK_TIMEOUT = "5s";

  private final DatabaseAddress address;
  private final Optional<EmbeddedDatabase> embedded;

  private Database(DatabaseAddress address, Optional<EmbeddedDatabase> embedded) {
    this.address = address;
    this.embedded = embedded;
  }

  /**
   * For a process that serves: where the database is embedded, it alone runs it. Blocking.
   *
   * @param external empty for the embedded database
   * @param account of the machine that the embedded one runs under, for root; empty for a fitting
   *     one
   * @param owner of the embedded one; hears nothing of an external one
   * @throws StartupFailure when there is no database to be had
   */
  public static Database toServe(
      Optional<DatabaseAddress> external,
      Path dataFolder,
      Optional<String> account,
      EmbeddedDatabase.Owner owner) {
    return open(external, () -> EmbeddedDatabase.start(dataFolder, account, owner));
  }

  /**
   * For a process that works beside a serving one, or alone. Blocking.
   *
   * @param external empty for the embedded database
   * @param account of the machine that the embedded one runs under, for root; empty for a fitting
   *     one
   * @param owner of the embedded one, where it is started
   * @throws StartupFailure when there is no database to be had
   */
  public static Database toImport(
      Optional<DatabaseAddress> external,
      Path dataFolder,
      Optional<String> account,
      EmbeddedDatabase.Owner owner) {
    return open(external, () -> EmbeddedDatabase.joinOrStart(dataFolder, account, owner));
  }

  private static Database open(
      Optional<DatabaseAddress> external, Supplier<EmbeddedDatabase> startEmbedded) {
    Optional<EmbeddedDatabase> embedded =
        external.isPresent() ? Optional.empty() : Optional.of(startEmbedded.get());
    Database database =
        new Database(
            external.or(() -> embedded.map(EmbeddedDatabase::address)).orElseThrow(), embedded);
    try {
      database.migrate();
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** The account of the machine that the embedded PostgreSQL runs under, where it is not ours. */
  public Optional<String> otherAccount() {
    return embedded.flatMap(EmbeddedDatabase::otherAccount);
  }

  private void migrate() {
    try {
      Migrations.apply(address.jdbcUrl(), address.user(), address.password());
    } catch (FlywayException e) {
      throw new StartupFailure(
          "the database at " + address + " cannot be used: " + rootMessage(e), e);
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("it does not say why");
  }

  public Pool pool(Vertx vertx) {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(CONNECTIONS).setShared(true).setName("durus"))
        .connectingTo(address.connectOptions())
        .using(vertx)
        .build();
  }

  /**
   * One connection, for one event loop, which alone uses it and is never handed a result by another
   * one. A transaction on it waits at most {@value #LOCK_TIMEOUT} for a lock.
   */
  public Pool ownConnection(Vertx vertx) {
    PgConnectOptions options = address.connectOptions();
    options.getProperties().put("lock_timeout", LOCK_TIMEOUT);
    // Every statement goes by an index from ids: the values make no plan better, and planning anew
    // for each batch costs as much as running it. A plan that is kept must not have been made for a
    // table that was still empty: no reading of whole tables.
    options.getProperties().put("plan_cache_mode", "force_generic_plan");
    options.getProperties().put("enable_seqscan", "off");
    return PgBuilder.pool()
        .with(
            new PoolOptions()
                .setMaxSize(1)
                .setConnectionTimeout(CONNECT_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS))
        .connectingTo(options)
        .using(vertx)
        .build();
  }

  /** Stops the embedded database if this process started it. Blocking. */
  @Override
  public void close() {
    embedded.ifPresent(EmbeddedDatabase::close);
  }
}
