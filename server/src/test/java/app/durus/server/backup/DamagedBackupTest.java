package app.durus.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.database.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Backups on a disk that fails, or that somebody has changed. */
class DamagedBackupTest extends BackupFixture {

  @Test
  void aDamagedBackupChangesNothing() throws Exception {
    try (Database source = schema("latest");
        Database target = schema("latest")) {
      fill(source);
      back(source);
      Map<String, String> before = contents(target);
      Path table =
          backup
              .resolve(BackupManifest.read(backup).tablesFolder())
              .resolve("listening_state.copy.gz");
      byte[] bytes = Files.readAllBytes(table);
      Files.write(table, Arrays.copyOf(bytes, bytes.length - 3));
      assertThatThrownBy(() -> restore(target, folder.resolve("restored")))
          .isInstanceOf(BackupFailure.class)
          .hasMessageContaining("listening_state.copy.gz");
      assertThat(contents(target)).isEqualTo(before);
    }
  }

  @Test
  void aFileThatWasOverwrittenInTheBackupIsCopiedAgain() throws Exception {
    try (Database source = schema("latest");
        Database target = schema("latest")) {
      back(source);
      replace(backup.resolve(AUDIO), "b recording");
      back(source);
      assertThat(backup.resolve(AUDIO)).hasContent("a recording");
      assertThat(restore(target, folder.resolve("restored"))).isEmpty();
    }
  }

  @Test
  void aDamagedRecordingIsLeftOutAndNamedAndTheRestIsRestored() throws Exception {
    try (Database source = schema("latest");
        Database target = schema("latest")) {
      fill(source);
      back(source);
      replace(backup.resolve(AUDIO), "b recording");
      Path restored = folder.resolve("restored");
      assertThat(restore(target, restored)).containsExactly(AUDIO);
      assertThat(restored.resolve(AUDIO)).doesNotExist();
      assertThat(restored.resolve("covers/cd/picture.webp")).hasContent("a picture");
      assertThat(contents(target)).isEqualTo(contents(source));
    }
  }

  @Test
  void aMissingRecordingIsNamed() throws Exception {
    try (Database source = schema("latest");
        Database target = schema("latest")) {
      back(source);
      Files.delete(backup.resolve(AUDIO));
      assertThat(restore(target, folder.resolve("restored"))).containsExactly(AUDIO);
    }
  }

  @Test
  void aBackupOfAFormerVersionWithoutHashesIsRestored() throws Exception {
    try (Database source = schema("latest");
        Database target = schema("latest")) {
      back(source);
      Path manifest = backup.resolve(BackupManifest.NAME);
      Files.writeString(
          manifest, Files.readString(manifest).replaceFirst(",\\s*\"filesSha256\".*", ""));
      assertThat(restore(target, folder.resolve("restored"))).isEmpty();
      assertThat(folder.resolve("restored").resolve(AUDIO)).hasContent("a recording");
    }
  }

  @Test
  void aDamagedListOfHashesChangesNothing() throws Exception {
    try (Database source = schema("latest");
        Database target = schema("latest")) {
      fill(source);
      back(source);
      Map<String, String> before = contents(target);
      Path list =
          backup.resolve(BackupManifest.read(backup).tablesFolder()).resolve(FileHashes.NAME);
      Files.writeString(list, Files.readString(list).replace("audio/", "audio/../"));
      assertThatThrownBy(() -> restore(target, folder.resolve("restored")))
          .isInstanceOf(BackupFailure.class)
          .hasMessageContaining(FileHashes.NAME);
      assertThat(contents(target)).isEqualTo(before);
    }
  }

  /** As a disk or a person does it to a copy: a link to the recording itself stays as it is. */
  private static void replace(Path file, String content) throws IOException {
    Files.delete(file);
    Files.writeString(file, content);
  }
}
