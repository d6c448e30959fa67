package app.durus.server.database.embedded;

import static app.durus.server.database.embedded.TestCluster.kept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.startup.StartupFailure;
import app.durus.server.waiting.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A start that takes long, for instance a recovery. Here PostgreSQL reads a part of its
 * configuration from a pipe, and waits until the test writes it.
 */
class SlowStartTest {

  @TempDir Path dataFolder;
  private final ExecutorService threads = Executors.newSingleThreadExecutor();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final AtomicReference<EmbeddedDatabase> starting = new AtomicReference<>();
  private Path pipe;

  @BeforeEach
  void makeItWait() throws Exception {
    TestCluster.copyTo(dataFolder);
    pipe = dataFolder.resolve("pipe");
    assertThat(Command.run(List.of("mkfifo", pipe.toString())).status()).isZero();
    Files.setPosixFilePermissions(pipe, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(
        Cluster.folderIn(dataFolder).resolve("postgresql.conf"),
        "\ninclude '" + pipe + "'\n",
        StandardOpenOption.APPEND);
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void isWaitedForAndReported() throws Exception {
    Future<EmbeddedDatabase> started = threads.submit(this::start);
    Eventually.isTrue("the start is told of", () -> heard.contains("PostgreSQL is starting"));
    assertThat(started.isDone()).isFalse();
    goOn();
    try (EmbeddedDatabase database = started.get()) {
      assertThat(kept(database)).isEqualTo("سلام");
    }
  }

  @Test
  void isCancelledWhenTheProcessIsStopped() throws Exception {
    Future<EmbeddedDatabase> started = threads.submit(this::start);
    Eventually.isTrue("the start is told of", () -> heard.contains("PostgreSQL is starting"));
    starting.get().close();
    assertThatThrownBy(started::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(StartupFailure.class)
        .hasMessageContaining("told to stop");
    assertThat(EmbeddedDatabase.isOwned(dataFolder)).isFalse();
    assertThat(ProcessHandle.current().descendants())
        .noneMatch(
            process ->
                process
                    .info()
                    .commandLine()
                    .filter(line -> line.contains(dataFolder.toString()))
                    .isPresent());
  }

  /** PostgreSQL reads its configuration twice: the second time it finds a file. */
  private void goOn() throws Exception {
    Path read = Files.move(pipe, dataFolder.resolve("read"));
    Files.writeString(pipe, "# nothing\n");
    Files.writeString(read, "# nothing\n", StandardOpenOption.WRITE);
  }

  private EmbeddedDatabase start() {
    return EmbeddedDatabase.start(
        dataFolder,
        Optional.empty(),
        new SilentOwner() {
          @Override
          public void starts(EmbeddedDatabase database) {
            starting.set(database);
          }

          @Override
          public void hears(String progress) {
            heard.add(progress);
          }
        });
  }
}
