package app.durus.server.database.embedded;

import static app.durus.server.database.embedded.TestCluster.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.durus.server.database.DatabaseAddress;
import app.durus.server.startup.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which users of the machine, root included, can access the database, its files and its programs.
 */
class OtherUsersTest {

  /** The user id of no user on this machine. */
  private static final String SOMEBODY = "54321";

  @TempDir Path dataFolder;

  @Test
  void cannotConnectWithoutThePassword() throws Exception {
    TestCluster.copyTo(dataFolder);
    try (EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder)) {
      DatabaseAddress address = database.address();
      assertThat(address.password()).hasSize(64);
      for (String guess : List.of("postgres", "none", "0".repeat(64))) {
        DatabaseAddress stranger =
            DatabaseAddress.local(address.host(), address.port(), address.user(), guess);
        assertThatThrownBy(() -> ask(stranger, "SELECT 1"))
            .hasMessageContaining("password authentication failed");
      }
      assertThat(ask(address, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(ask(address, "SHOW unix_socket_directories")).isEmpty();
    }
  }

  @Test
  void canNeitherOpenItsFilesNorChangeItsPrograms() throws Exception {
    TestCluster.copyTo(dataFolder);
    try (EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder)) {
      for (String name : List.of("postgres", "programs", "postgres.password", "postgres.log")) {
        assertThat(Files.getPosixFilePermissions(dataFolder.resolve(name)))
            .as(name)
            .doesNotContain(
                PosixFilePermission.GROUP_WRITE,
                PosixFilePermission.OTHERS_READ,
                PosixFilePermission.OTHERS_WRITE,
                PosixFilePermission.OTHERS_EXECUTE);
      }
      assertThat(ask(database.address(), "SELECT 1")).isEqualTo("1");
      assertThat(writableByOthers(dataFolder.resolve("programs"))).isEmpty();
    }
  }

  @Test
  void canNeitherReadTheFilesNorKillTheProcess() throws Exception {
    assumeTrue(isRoot(), "only root can be another user");
    TestCluster.copyTo(dataFolder);
    try (EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder)) {
      Path password = dataFolder.resolve("postgres.password");
      String program = Files.readString(dataFolder.resolve("postgres.log"));
      assertThat(program).isNotEmpty();
      List<List<String>> tries = new ArrayList<>();
      tries.add(List.of("cat", password.toString()));
      tries.add(List.of("cat", dataFolder.resolve("postgres.log").toString()));
      tries.add(List.of("ls", dataFolder.resolve("postgres").toString()));
      tries.add(List.of("ls", dataFolder.resolve("programs").toString()));
      tries.add(List.of("touch", dataFolder.resolve("programs/mine").toString()));
      for (List<String> attempt : tries) {
        Command.Ended ended = asSomebody(attempt);
        assertThat(ended.status()).as(attempt + ": " + ended.output()).isNotZero();
        assertThat(ended.output()).contains("Permission denied");
      }
      assertThat(asSomebody(List.of("true")).status()).isZero();
      // Nor can they kill it.
      long pid = TestCluster.pid(dataFolder);
      assertThat(asSomebody(List.of("kill", "-9", Long.toString(pid))).status()).isNotZero();
      assertThat(ask(database.address(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void neverMakeTheDatabaseRunAsRoot() throws Exception {
    assumeTrue(isRoot(), "root alone gives its rights up");
    TestCluster.copyTo(dataFolder);
    try (EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder)) {
      assertThat(database.otherAccount()).contains("nobody");
      List<String> status =
          Files.readAllLines(Path.of("/proc", "" + TestCluster.pid(dataFolder), "status"));
      assertThat(status)
          .anyMatch(line -> line.matches("Uid:\\s+65534\\s+65534\\s+65534\\s+65534"))
          .anyMatch(line -> line.matches("Groups:\\s*"))
          .anyMatch(line -> line.matches("NoNewPrivs:\\s+1"))
          .anyMatch(line -> line.matches("CapEff:\\s+0+"));
      Path environment = Path.of("/proc", "" + TestCluster.pid(dataFolder), "environ");
      assertThat(Files.readString(environment).split("\0"))
          .allMatch(variable -> variable.startsWith("PATH=") || variable.equals("LC_ALL=C"));
      // The attack of row 1 of issue 13, on a server that root runs.
      assertThatThrownBy(() -> ask(database.address(), "SELECT pg_read_file('/etc/shadow')"))
          .hasMessageContaining("Permission denied");
      String password = dataFolder.resolve("postgres.password").toString();
      assertThatThrownBy(() -> ask(database.address(), "SELECT pg_read_file('" + password + "')"))
          .hasMessageContaining("Permission denied");
    }
  }

  @Test
  void areChosenByTheOperatorOrByTheOwnerOfTheData() throws Exception {
    assumeTrue(isRoot(), "root alone runs the database under another account");
    TestCluster.copyTo(dataFolder);
    try (EmbeddedDatabase database = startAs(Optional.of("daemon"))) {
      assertThat(database.otherAccount()).contains("daemon");
      assertThat(TestCluster.kept(database)).isEqualTo("سلام");
    }
    // Without an option, the account that owns the cluster is kept.
    try (EmbeddedDatabase database = startAs(Optional.empty())) {
      assertThat(database.otherAccount()).contains("daemon");
    }
    assertThatThrownBy(() -> startAs(Optional.of("no-such-account")))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("no account no-such-account");
    assertThatThrownBy(() -> startAs(Optional.of("root")))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("does not run as root");
  }

  @Test
  void thatCannotReachTheDataFolderAreReportedWithARemedy() throws Exception {
    assumeTrue(isRoot(), "root alone runs the database under another account");
    Path closed = Files.createDirectory(dataFolder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    assertThatThrownBy(() -> EmbeddedDatabase.start(closed.resolve("data")))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("the account nobody cannot enter " + closed.toRealPath() + ":")
        .hasMessageContaining("DATA_DIR");
  }

  private EmbeddedDatabase startAs(Optional<String> account) {
    return EmbeddedDatabase.start(dataFolder, account, new SilentOwner());
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static Command.Ended asSomebody(List<String> command) {
    List<String> words =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + SOMEBODY, "--regid=" + SOMEBODY, "--clear-groups"));
    words.addAll(command);
    return Command.run(words);
  }

  private static List<Path> writableByOthers(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> writable = new ArrayList<>();
      for (Path path : all.filter(path -> !Files.isSymbolicLink(path)).toList()) {
        if (Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE)
            || Files.getPosixFilePermissions(path).contains(PosixFilePermission.GROUP_WRITE)) {
          writable.add(path);
        }
      }
      return writable;
    }
  }
}
