package app.durus.server.database.embedded;

import static app.durus.server.database.embedded.TestCluster.kept;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A {@code postmaster.pid} that names a process which is not this data folder's postmaster. */
class SomebodyElsesProcessTest {

  @TempDir Path dataFolder;
  private Process somebody;

  @BeforeEach
  void start() throws Exception {
    TestCluster.copyTo(dataFolder);
    somebody = new ProcessBuilder("sleep", "600").start();
  }

  @AfterEach
  void stop() {
    somebody.destroyForcibly();
  }

  @Test
  void isNotStoppedWhenItReusedTheProcessIdAfterAPowerCut() throws Exception {
    writeFile(somebody.pid(), Cluster.folderIn(dataFolder));
    startsWithoutHarm();
  }

  @Test
  void isNotStoppedWhenItIsThePostmasterOfAnotherCluster(@TempDir Path elsewhere) throws Exception {
    TestCluster.copyTo(elsewhere);
    try (EmbeddedDatabase other = EmbeddedDatabase.start(elsewhere)) {
      writeFile(TestCluster.pid(elsewhere), Cluster.folderIn(dataFolder));
      startsWithoutHarm();
      assertThat(kept(other)).isEqualTo("سلام");
    }
  }

  @Test
  void isIgnoredWhenThePidFileIsTruncated() throws Exception {
    Files.writeString(PostmasterFile.in(Cluster.folderIn(dataFolder)), "");
    startsWithoutHarm();
  }

  @Test
  void isNotStoppedWhenTheDataFolderIsACopy(@TempDir Path elsewhere) throws Exception {
    try (EmbeddedDatabase original = EmbeddedDatabase.start(dataFolder)) {
      Path copy = elsewhere.resolve("copy");
      TestCluster.copy(dataFolder, copy);
      assertThat(TestCluster.pid(copy)).isEqualTo(TestCluster.pid(dataFolder));
      try (EmbeddedDatabase copied = EmbeddedDatabase.start(copy)) {
        assertThat(kept(copied)).isEqualTo("سلام");
        assertThat(kept(original)).isEqualTo("سلام");
        assertThat(copied.address().port()).isNotEqualTo(original.address().port());
      }
      assertThat(kept(original)).isEqualTo("سلام");
    }
  }

  @Test
  void isNotIdentifiedByItsProcessIdAlone() throws Exception {
    PostgresServer ours = TestCluster.server(dataFolder);
    ours.start();
    Path cluster = Cluster.folderIn(dataFolder);
    assertThat(PostmasterFile.running(cluster)).contains(ours.process().toHandle());
    List<String> lines = new ArrayList<>(Files.readAllLines(PostmasterFile.in(cluster)));
    ours.stop();
    lines.set(0, Long.toString(somebody.pid()));
    Files.write(PostmasterFile.in(cluster), lines);
    assertThat(PostmasterFile.running(cluster)).isEmpty();
  }

  private void startsWithoutHarm() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(dataFolder)) {
      assertThat(kept(database)).isEqualTo("سلام");
      assertThat(somebody.isAlive()).isTrue();
    }
    assertThat(somebody.isAlive()).isTrue();
  }

  private static void writeFile(long pid, Path cluster) throws Exception {
    Files.writeString(
        PostmasterFile.in(cluster),
        String.format(
            Locale.ROOT,
            "%d%n%s%n%d%n%d%n%n127.0.0.1%n  1234567    12%nready   %n",
            pid,
            cluster,
            System.currentTimeMillis() / 1000,
            5432));
  }
}
