package app.durus.proof.failover;

import app.durus.server.processes.PostgresProcess;
import app.durus.server.processes.Processes;
import app.durus.server.waiting.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A primary and its synchronous standby, both of Debian's PostgreSQL, managed as Patroni does it: a
 * new primary waits for no standby until it has one again. Both keep their ports.
 */
final class ReplicatedPostgres implements AutoCloseable {

  private static final List<String> SETTINGS = List.of("jit=on");
  private static final String SYNCHRONOUS = "synchronous_standby_names";

  private final Path programs;
  private PostgresProcess primary;
  private PostgresProcess standby;

  /**
   * @param programs of Debian's PostgreSQL
   */
  ReplicatedPostgres(Path programs, Path folder) throws Exception {
    this.programs = programs;
    primary = PostgresProcess.stoppedOf(programs, folder.resolve("one"), SETTINGS);
    standby = PostgresProcess.stoppedOf(programs, folder.resolve("two"), SETTINGS);
    Files.writeString(
        primary.files().resolve("pg_hba.conf"),
        "host replication all 127.0.0.1/32 scram-sha-256\n",
        StandardOpenOption.APPEND);
    primary.startAgain();
    replicate();
  }

  PostgresProcess primary() {
    return primary;
  }

  PostgresProcess standby() {
    return standby;
  }

  /** Makes the standby anew from the primary, and waits until commits wait for it. */
  void replicate() throws Exception {
    Path files = standby.files();
    UserPrincipal owner = Files.getOwner(files);
    deleteBelow(files);
    Files.copy(primary.passwordFile(), standby.passwordFile(), StandardCopyOption.REPLACE_EXISTING);
    takeBaseBackup(files);
    try (Stream<Path> all = Files.walk(files)) {
      for (Path one : all.toList()) {
        Files.setOwner(one, owner);
      }
    }
    standby.startAgain();
    execute(standby, "ALTER SYSTEM RESET " + SYNCHRONOUS, "SELECT pg_reload_conf()");
    execute(primary, "ALTER SYSTEM SET " + SYNCHRONOUS + " = '*'", "SELECT pg_reload_conf()");
    Eventually.isTrue(
        "a synchronous standby",
        () ->
            ask(primary, "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") > 0);
  }

  private void takeBaseBackup(Path files) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            programs.resolve("pg_basebackup").toString(),
            "--host=127.0.0.1",
            "--port=" + primary.port(),
            "--username=postgres",
            "--no-password",
            "--pgdata=" + files,
            "--write-recovery-conf",
            "--wal-method=stream",
            "--checkpoint=fast",
            "--no-sync");
    builder.environment().put("PGPASSWORD", Files.readString(primary.passwordFile()).strip());
    Process backup = Processes.start(builder, standby.log());
    if (backup.waitFor() != 0) {
      throw new IOException("pg_basebackup failed:\n" + Files.readString(standby.log()));
    }
  }

  /**
   * The revision of a listener's ledger on the standby, after it has replayed all that it received
   * from the primary, which is dead.
   *
   * @return 0 when it knows no such ledger
   */
  long revisionOnStandby(UUID listenerId) throws Exception {
    Eventually.isTrue(
        "that the standby has replayed what it received",
        () ->
            ask(
                    standby,
                    "SELECT pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())")
                <= 0);
    return ask(
        standby,
        "SELECT coalesce((SELECT revision FROM listening_ledger WHERE listener_id = '"
            + listenerId
            + "'), 0)");
  }

  /** Promotes the standby; the other one is the standby to be made anew. */
  void promote() throws SQLException {
    execute(standby, "SELECT pg_promote()");
    PostgresProcess former = primary;
    primary = standby;
    standby = former;
  }

  private static void execute(PostgresProcess postgres, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
        var statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  private static long ask(PostgresProcess postgres, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void deleteBelow(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!one.equals(folder) && Files.exists(one, LinkOption.NOFOLLOW_LINKS)) {
          Files.delete(one);
        }
      }
    }
  }

  @Override
  public void close() {
    standby.close();
    primary.close();
  }
}
