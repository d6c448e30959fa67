package app.durus.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.Main;
import app.durus.server.database.embedded.EmbeddedDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningServersTest {

  @TempDir Path folder;

  @Test
  void areFoundByTheirMainClass() {
    assertThat(RunningServers.MAIN_CLASS).isEqualTo(Main.class.getName());
  }

  @Test
  void areFoundByTheirDatabaseInAnyFolder() {
    Path data = folder.resolve("a folder/data");
    assertThat(RunningServers.dataFolders()).doesNotContain(data);
    try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
      assertThat(database.address().host()).isEqualTo("127.0.0.1");
      assertThat(RunningServers.dataFolders()).contains(data);
    }
    assertThat(RunningServers.dataFolders()).doesNotContain(data);
  }
}
