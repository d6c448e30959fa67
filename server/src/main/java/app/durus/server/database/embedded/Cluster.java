package app.durus.server.database.embedded;

import app.durus.server.startup.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The cluster's folder while no PostgreSQL runs on it: it is created, or adopted from earlier
 * versions and backups, and access needs the password.
 */
final class Cluster {

  static final String SUPERUSER = "postgres";

  private static final String ACCESS =
      """
      # Written by Salafi Durus. Nobody is trusted, whoever runs the client.
      local all all                scram-sha-256
      host  all all 127.0.0.1/32   scram-sha-256
      """;

  /** In what {@code postgres --version} says. */
  private static final Pattern MAJOR = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

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

  /** Whether the folder has any content. PostgreSQL checks what it is. */
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
   * Creates the cluster if there is none, else repairs what a backup or an earlier version left.
   *
   * @throws StartupFailure when the folder is an incomplete cluster, or the cluster of existing
   *     audio is missing
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
              "%s is an incomplete PostgreSQL folder, its PG_VERSION is missing: restore it from a"
                  + " backup, or move it away to begin with an empty database",
              folder));
    } else {
      refuseOtherMajor();
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
   * Sets the superuser's password to that of the file, by a single-user PostgreSQL, to which nobody
   * can connect.
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
                    // The statement contains the password, so it must not be logged.
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
              "cannot set the password of the embedded PostgreSQL in %s: %s",
              dataFolder,
              log.reason(before)));
    }
  }

  /**
   * Deletes a {@code postmaster.pid} that keeps PostgreSQL from starting although its postmaster
   * has ended: the file names an unrelated process, or is incomplete. PostgreSQL itself deletes
   * that of a dead process.
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
                "cannot create the embedded PostgreSQL in %s: %s",
                dataFolder,
                inItsWords(ended.output())));
      }
    } finally {
      Files.deleteIfExists(initialPassword());
    }
    // A folder of this name is always a complete cluster.
    Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private void closeAccess() throws IOException {
    Path rules = folder.resolve("pg_hba.conf");
    if (Files.notExists(rules) || !Files.readString(rules).equals(ACCESS)) {
      PrivateFiles.replace(rules, ACCESS);
      account.own(rules);
    }
  }

  /**
   * Refuses the files of another major version, which these programs cannot read. Nothing was
   * changed by then.
   */
  private void refuseOtherMajor() throws IOException {
    String found = Files.readString(folder.resolve("PG_VERSION")).strip();
    Matcher present =
        MAJOR.matcher(
            Command.run(account.command(List.of(programs.path("postgres"), "--version"))).output());
    if (present.find() && !present.group(1).equals(found)) {
      throw new StartupFailure(
          String.format(
              Locale.ROOT,
              "%s is of PostgreSQL %s, and this version of the program has PostgreSQL %s: make a"
                  + " backup with the version that used it last (backup FOLDER), and restore it"
                  + " with this one into another DATA_DIR (restore FOLDER)",
              folder,
              found,
              present.group(1)));
    }
  }

  /**
   * Refuses audio without a database. An incompletely restored data folder would lose all
   * listeners.
   */
  private void refuseHalfARestore() throws IOException {
    Path audio = dataFolder.resolve("audio");
    if (isFilled(audio)) {
      throw new StartupFailure(
          String.format(
              Locale.ROOT,
              "%s holds recordings but no database: restore %s from a backup too, or move %s away"
                  + " to begin with an empty database",
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
