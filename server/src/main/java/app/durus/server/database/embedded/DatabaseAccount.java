package app.durus.server.database.embedded;

import app.durus.server.startup.StartupFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The system account that PostgreSQL runs under: this process's own, except for root. PostgreSQL
 * refuses to run as root, so root starts it under another account.
 *
 * @param other the account that root changes to; empty for this process's own
 */
record DatabaseAccount(Optional<Other> other) {

  private static final String ROOT = "root";
  private static final String USUAL = "nobody";
  private static final int UNREACHABLE = 3;

  /** Prints the first folder that cannot be entered. */
  private static final String FIND_UNREACHABLE =
      "for folder; do [ -x \"$folder\" ] || { printf %s \"$folder\"; exit "
          + UNREACHABLE
          + "; }; done";

  /** A system account. */
  record Other(String name, int user, int group) {}

  /**
   * Chooses the account. For root, in this order: the operator's choice, the owner of the cluster,
   * the owner of the data folder, {@code nobody}.
   *
   * @param wanted the operator's choice, empty for none
   * @throws StartupFailure when there is no such account, or it cannot reach the data folder
   */
  static DatabaseAccount choose(Optional<String> wanted, Path dataFolder, Path cluster)
      throws IOException {
    if (!isRoot(dataFolder)) {
      return new DatabaseAccount(Optional.empty());
    }
    Other other;
    if (wanted.isPresent()) {
      other = named(wanted.get());
    } else {
      other = ownerOf(cluster).or(() -> ownerOf(dataFolder)).orElseGet(() -> named(USUAL));
    }
    DatabaseAccount account = new DatabaseAccount(Optional.of(other));
    account.checkReach(dataFolder);
    return account;
  }

  private static Other named(String name) {
    Command.Ended user = Command.run(List.of("id", "-u", name));
    Command.Ended group = Command.run(List.of("id", "-g", name));
    if (user.status() != 0 || group.status() != 0) {
      throw new StartupFailure("DATABASE_ACCOUNT: this machine has no account " + name);
    }
    if (user.output().equals("0")) {
      throw new StartupFailure("DATABASE_ACCOUNT: PostgreSQL does not run as root");
    }
    return new Other(name, Integer.parseInt(user.output()), Integer.parseInt(group.output()));
  }

  /** Empty when the folder does not exist or belongs to root. */
  private static Optional<Other> ownerOf(Path folder) {
    try {
      int user = (int) Files.getAttribute(folder, "unix:uid");
      int group = (int) Files.getAttribute(folder, "unix:gid");
      return user == 0
          ? Optional.empty()
          : Optional.of(new Other(Files.getOwner(folder).getName(), user, group));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * For root, when the data folder was created: lets the account, and nobody else, pass through it.
   *
   * @param wanted as for {@link #choose}
   */
  static void letPass(Optional<String> wanted, Path dataFolder) throws IOException {
    if (isRoot(dataFolder)) {
      Files.setAttribute(dataFolder, "unix:gid", named(wanted.orElse(USUAL)).group());
      Files.setPosixFilePermissions(dataFolder, PosixFilePermissions.fromString("rwx--x---"));
    }
  }

  private static boolean isRoot(Path folder) {
    return ROOT.equals(System.getProperty("user.name")) && PrivateFiles.arePosix(folder);
  }

  /**
   * Lets the account read the file and, if it is a program, run it. The account cannot write it;
   * others have no access.
   */
  void letRead(Path path, boolean executable) throws IOException {
    if (!PrivateFiles.arePosix(path)) {
      return;
    }
    String ours = executable ? "rwx" : "rw-";
    String theirs = other.isEmpty() ? "---" : executable ? "r-x" : "r--";
    if (other.isPresent()) {
      Files.setAttribute(path, "unix:gid", other.get().group());
    }
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(ours + theirs + "---"));
  }

  /** Makes the account the owner of a folder and of all its contents. Follows no links. */
  void own(Path root) throws IOException {
    if (other.isEmpty() || belongs(root)) {
      return;
    }
    // The root comes last, so that a walk that was broken off is begun again.
    PrivateFiles.forEachBottomUp(root, this::give);
  }

  private boolean belongs(Path path) throws IOException {
    return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)
        .equals(other.orElseThrow().user());
  }

  private void give(Path path) throws IOException {
    Other to = other.orElseThrow();
    Files.setAttribute(path, "unix:uid", to.user(), LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", to.group(), LinkOption.NOFOLLOW_LINKS);
  }

  /** The command that runs a program under this account. */
  List<String> command(List<String> program) {
    if (other.isEmpty()) {
      return program;
    }
    List<String> command = new ArrayList<>();
    command.add("setpriv");
    command.add("--reuid=" + other.get().user());
    command.add("--regid=" + other.get().group());
    command.addAll(List.of("--clear-groups", "--no-new-privs", "--"));
    command.addAll(program);
    return command;
  }

  /**
   * Like {@link #command}, in a session of its own, so that Ctrl-C in the terminal does not reach
   * it: this process stops the database last.
   */
  List<String> commandOfItsOwnSession(List<String> program) {
    List<String> command = new ArrayList<>();
    if (onPath("setsid")) {
      command.add("setsid");
    }
    command.addAll(command(program));
    return command;
  }

  private static boolean onPath(String program) {
    for (String folder : Optional.ofNullable(System.getenv("PATH")).orElse("").split(":")) {
      if (!folder.isEmpty() && new File(folder, program).canExecute()) {
        return true;
      }
    }
    return false;
  }

  private void checkReach(Path dataFolder) throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", FIND_UNREACHABLE, "sh"));
    Path folder = dataFolder.toRealPath();
    List<String> way = new ArrayList<>();
    for (Path up = folder; up != null; up = up.getParent()) {
      way.addFirst(up.toString());
    }
    command.addAll(way);
    Command.Ended tried = Command.run(command(command));
    String name = other.orElseThrow().name();
    if (tried.status() == UNREACHABLE) {
      throw new StartupFailure(
          String.format(
              Locale.ROOT,
              "PostgreSQL does not run as root, and the account %s cannot enter %s: chmod o+x %2$s,"
                  + " or set DATA_DIR to a folder that it can reach, or run this as another user",
              name,
              tried.output()));
    }
    if (tried.status() != 0) {
      throw new StartupFailure(
          "PostgreSQL does not run as root, and setpriv (util-linux) cannot change to the account "
              + name
              + ": run this as another user ("
              + tried.output().lines().findFirst().orElse("it does not say why")
              + ")");
    }
  }
}
