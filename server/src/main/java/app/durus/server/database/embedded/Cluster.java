package app.durus.server.database.embedded;

import app.durus.server.startup.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folder of databases while no PostgreSQL runs on it: made, taken over from former versions and
 * from backups, and closed to everybody who does not know the password.
 */
final class Cluster {

  static final String SUPERUSER = "postgres";

  private static final String ACCESS =
      """
      # Written by Salafi Durus. Nobody is trusted, whoever runs the client.
      local all all                scram-sha-256
      host  all all 127.0.0.1/32   scram-sha-256
      """;

  private final Path dataFolder;
  private final Path folder;
  private final DatabaseAccount account;
  private final PostgresPrograms programs;
  private final PostgresLog log;
  private final ServerPassword password;

  Cluster(Path dataFolder, DatabaseAccount account, PostgresPrograms programs, PostgresLog log) {
    this.dataFolder = dataFolder;
    this.account = account;
    this.programs = programs;
    this.log = log;
    this.folder = folderIn(dataFolder);
    this.password = new ServerPassword(dataFolder);
  }

  static Path folderIn(Path dataFolder) {
    return dataFolder.resolve("postgres");
  }

  /** Whether there is anything in it. What it is, PostgreSQL itself finds out. */
  static boolean exists(Path dataFolder) throws IOException {
    return isFilled(folderIn(dataFolder));
  }

  Path folder() {
    return folder;
  }

  String password() throws IOException {
    return password.ensure();
  }

  /**
   * Makes the cluster where there is none, else sets right what a backup or a former version left.
   *
   * @throws StartupFailure when something is there that is no whole cluster, or something is
   *     missing that was there
   */
  void prepare(Consumer<String> say) throws IOException {
    PrivateFiles.deleteTree(unfinished());
    Files.deleteIfExists(initialPassword());
    if (!isFilled(folder)) {
      refuseHalfARestore();
      say.accept("making the database");
      make();
    } else if (Files.notExists(folder.resolve("PG_VERSION"))) {
      throw new StartupFailure(
          String.format(
              Locale.ROOT,
              "%s is not a whole PostgreSQL folder, its PG_VERSION is missing: restore it from a backup, or move it away to begin with an empty database",
              folder));
    } else {
      account.own(folder);
      if (PrivateFiles.setMode(folder, PrivateFiles.FOLDER)) {
        say.accept("closing " + folder + " to other users (mode 0700)");
      }
      if (password.read().isEmpty()) {
        say.accept("giving the database a password");
        closeAccess();
        setPassword();
      }
    }
    closeAccess();
  }

  /**
   * Gives the superuser the password of the file, by a PostgreSQL that nobody can connect to.
   *
   * @throws StartupFailure when PostgreSQL refuses
   */
  void setPassword() throws IOException {
    String secret = password.ensure();
    long before = log.end();
    Command.Ended ended =
        Command.run(
            account.command(
                List.of(
                    programs.path("postgres"),
                    "--single",
                    "-D",
                    folder.toString(),
                    "-c",
                    "password_encryption=scram-sha-256",
                    // The statement holds the password.
                    "-c",
                    "log_min_error_statement=panic",
                    "-c",
                    "log_statement=none",
                    "postgres")),
            String.format(Locale.ROOT, "ALTER ROLE %s PASSWORD '%s'\n", SUPERUSER, secret),
            log.redirect());
    if (ended.status() != 0 || log.says(before, "ERROR: ")) {
      throw new StartupFailure(
          String.format(
              Locale.ROOT,
              "the embedded PostgreSQL in %s cannot be given a password: %s",
              dataFolder,
              log.reason(before)));
    }
  }

  /**
   * Clears away a {@code postmaster.pid} that keeps PostgreSQL from starting although its
   * postmaster is gone: it names another process, which is none of our business, or is cut off.
   * That of a dead process PostgreSQL clears away by itself.
   */
  void clearStalePostmasterFile() throws IOException {
    Path file = PostmasterFile.in(folder);
    if (Files.notExists(file) || PostmasterFile.running(folder).isPresent()) {
      return;
    }
    boolean namesOther =
        PostmasterFile.read(folder)
            .map(read -> ProcessHandle.of(read.pid()).isPresent())
            .orElse(true);
    if (namesOther) {
      Files.deleteIfExists(file);
    }
  }

  private void make() throws IOException {
    String secret = password.ensure();
    Path fresh = unfinished();
    PrivateFiles.makeFolder(fresh);
    account.own(fresh);
    PrivateFiles.replace(initialPassword(), secret);
    account.own(initialPassword());
    try {
      Command.Ended ended =
          Command.run(
              account.command(
                  List.of(
                      programs.path("initdb"),
                      "--pgdata=" + fresh,
                      "--username=" + SUPERUSER,
                      "--pwfile=" + initialPassword(),
                      "--auth=scram-sha-256",
                      "--encoding=UTF8",
                      "--locale=C")));
      if (ended.status() != 0) {
        throw new StartupFailure(
            String.format(
                Locale.ROOT,
                "the embedded PostgreSQL in %s cannot be made: %s",
                dataFolder,
                inItsWords(ended.output())));
      }
    } finally {
      Files.deleteIfExists(initialPassword());
    }
    // Whoever finds the folder under this name finds a whole cluster.
    Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private void closeAccess() throws IOException {
    Path rules = folder.resolve("pg_hba.conf");
    if (Files.notExists(rules) || !Files.readString(rules).equals(ACCESS)) {
      PrivateFiles.replace(rules, ACCESS);
      account.own(rules);
    }
  }

  /** Recordings without their database are half of a data folder: listeners would be forgotten. */
  private void refuseHalfARestore() throws IOException {
    Path audio = dataFolder.resolve("audio");
    if (isFilled(audio)) {
      throw new StartupFailure(
          String.format(
              Locale.ROOT,
              "%s holds recordings but no database: restore %s from a backup too, or move %s away to begin with an empty database",
              dataFolder,
              folder,
              audio));
    }
  }

  private Path unfinished() {
    return dataFolder.resolve("postgres.new");
  }

  private Path initialPassword() {
    return dataFolder.resolve("postgres.new.password");
  }

  private static boolean isFilled(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return false;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isPresent();
    }
  }

  private static String inItsWords(String output) {
    return output
        .lines()
        .filter(line -> line.contains("error") || line.contains("FATAL") || line.contains("HINT"))
        .findFirst()
        .orElse(output.lines().reduce("", (before, last) -> last));
  }
}
