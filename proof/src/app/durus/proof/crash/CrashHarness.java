package app.durus.proof.crash;

import app.durus.proof.server.ProofTables;
import app.durus.proof.server.ServerProcess;
import app.durus.server.processes.PostgresProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/** A running product, and the part of it that is killed. */
final class CrashHarness implements FaultHarness, AutoCloseable {

  enum Victim {
    SERVER("the server"),
    DATABASE("the database"),
    /** The database survives its owner, and the next server has to take it over. */
    OWNER("the server that runs its own database");

    private final String description;

    Victim(String description) {
      this.description = description;
    }

    String description() {
      return description;
    }
  }

  private static final String HEAP = "256m";

  private final Victim victim;
  private final Optional<PostgresProcess> postgres;
  private final ServerProcess server;

  private CrashHarness(Victim victim, Optional<PostgresProcess> postgres, ServerProcess server) {
    this.victim = victim;
    this.postgres = postgres;
    this.server = server;
  }

  static CrashHarness start(Victim victim, Path folder)
      throws IOException, InterruptedException, SQLException {
    Optional<PostgresProcess> postgres =
        victim == Victim.OWNER ? Optional.empty() : Optional.of(PostgresProcess.start(folder));
    ServerProcess server =
        ServerProcess.start(folder.resolve("server"), postgres.map(PostgresProcess::url), HEAP);
    if (victim != Victim.DATABASE) {
      server.startCheaplyFromNowOn();
    }
    CrashHarness harness = new CrashHarness(victim, postgres, server);
    harness.tables().stock();
    harness.tables().installRevisionLog();
    return harness;
  }

  @Override
  public ServerProcess server() {
    return server;
  }

  /** An embedded database comes back on another port, so ask again after each kill. */
  @Override
  public ProofTables tables() {
    return new ProofTables(
        postgres.isPresent() ? postgres.get().jdbcUrl() : server.embeddedJdbcUrl());
  }

  @Override
  public void kill() {
    switch (victim) {
      case SERVER, OWNER -> server.kill();
      case DATABASE -> postgres.orElseThrow().kill();
    }
  }

  /** The server gets no notice that its database was killed. It has to find out. */
  @Override
  public void startAgain() throws IOException, InterruptedException {
    switch (victim) {
      case SERVER, OWNER -> server.startAgain();
      case DATABASE -> postgres.orElseThrow().startAgain();
    }
  }

  @Override
  public void close() {
    server.close();
    postgres.ifPresent(PostgresProcess::close);
  }
}
