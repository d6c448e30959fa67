package app.durus.server.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.audio.format.AudioFormat;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudioStoreTest {

  private static final int CHUNK = 256 * 1024;

  @TempDir Path folder;
  private AudioStore store;
  private Path source;

  @BeforeEach
  void aStoreAndARecordingOfThreeChunks() throws Exception {
    store = new AudioStore(folder.resolve("audio"));
    source = TestAudio.write(folder.resolve("source.mp3"), TestAudio.mp3(1, 3_250));
    assertThat(Files.size(source)).isBetween(2L * CHUNK, 3L * CHUNK);
  }

  @Test
  void aRecordingIsStoredByteForByteUnderItsHash() throws Exception {
    var recording = inspect(source);
    assertThat(store.holds(recording.sha256(), AudioFormat.MP3, recording.sizeBytes())).isFalse();
    store.add(source, recording);
    assertThat(store.holds(recording.sha256(), AudioFormat.MP3, recording.sizeBytes())).isTrue();
    Path kept = store.audio(recording.sha256(), AudioFormat.MP3);
    assertThat(kept).hasSameBinaryContentAs(source);
    assertThat(folder.resolve("audio").relativize(kept))
        .hasToString(recording.sha256().substring(0, 2) + "/" + recording.sha256() + ".mp3");
  }

  @Test
  void theReserveForTheDatabaseIsNotFilled() throws Exception {
    var recording = inspect(source);
    Path audio = folder.resolve("narrow");
    AudioStore narrow = new AudioStore(audio, Files.getFileStore(folder).getTotalSpace());
    assertThatThrownBy(() -> narrow.add(source, recording))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("stay free for the database");
    assertThat(narrow.holds(recording.sha256(), AudioFormat.MP3, recording.sizeBytes())).isFalse();
    try (Stream<Path> left = Files.walk(audio)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void theManifestFollowsTheContractAndHashesEveryChunk() throws Exception {
    var recording = inspect(source);
    store.add(source, recording);
    var manifest =
        new ObjectMapper()
            .readValue(
                store.manifest(recording.sha256(), AudioFormat.MP3).toFile(),
                app.durus.contract.catalogue.AudioManifest.class);
    byte[] bytes = Files.readAllBytes(source);
    assertThat(manifest)
        .isEqualTo(
            new app.durus.contract.catalogue.AudioManifest(
                recording.sha256(),
                bytes.length,
                "audio/mpeg",
                CHUNK,
                List.of(
                    sha256(Arrays.copyOfRange(bytes, 0, CHUNK)),
                    sha256(Arrays.copyOfRange(bytes, CHUNK, 2 * CHUNK)),
                    sha256(Arrays.copyOfRange(bytes, 2 * CHUNK, bytes.length)))));
    assertThat(manifest.sha256()).isEqualTo(sha256(bytes));
  }

  @Test
  void theManifestOfOneChunkIsNoFile() throws Exception {
    Path small = TestAudio.write(folder.resolve("small.mp3"), TestAudio.mp3(2, 50));
    var recording = inspect(small);
    assertThat(store.manifestOfOneChunk(recording.sha256(), AudioFormat.MP3)).isEmpty();
    store.add(small, recording);
    assertThat(store.holds(recording.sha256(), AudioFormat.MP3, recording.sizeBytes())).isTrue();
    assertThat(filesIn(folder.resolve("audio")))
        .containsExactly(store.audio(recording.sha256(), AudioFormat.MP3));
    assertThat(store.manifestOfOneChunk(recording.sha256(), AudioFormat.MP3))
        .hasValueSatisfying(
            manifest ->
                assertThat(manifest.getMap())
                    .containsEntry("sha256", recording.sha256())
                    .containsEntry("sizeBytes", recording.sizeBytes())
                    .containsEntry("mediaType", "audio/mpeg")
                    .containsEntry("chunkSizeBytes", CHUNK)
                    .containsEntry("chunkSha256", new JsonArray().add(recording.sha256())));
    var large = inspect(source);
    store.add(source, large);
    assertThat(store.manifestOfOneChunk(large.sha256(), AudioFormat.MP3)).isEmpty();
  }

  @Test
  void aRecordingOfWholeChunksHasNoEmptyLastChunk() {
    var chunks = new ChunkManifest.Builder(2 * CHUNK);
    chunks.update(new byte[2 * CHUNK], 2 * CHUNK);
    assertThat(chunks.build(AudioFormat.MP3).chunkSha256())
        .containsExactly(sha256(new byte[CHUNK]), sha256(new byte[CHUNK]));
  }

  @Test
  void addingARecordingAgainWritesNothing() throws Exception {
    var recording = inspect(source);
    store.add(source, recording);
    Path kept = store.audio(recording.sha256(), AudioFormat.MP3);
    FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(kept, longAgo);
    store.add(source, recording);
    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(longAgo);
  }

  @Test
  void aTruncatedCopyOrALostManifestIsRepaired() throws Exception {
    var recording = inspect(source);
    store.add(source, recording);
    Path kept = store.audio(recording.sha256(), AudioFormat.MP3);
    Files.write(kept, new byte[100]);
    store.add(source, recording);
    assertThat(kept).hasSameBinaryContentAs(source);
    Files.delete(store.manifest(recording.sha256(), AudioFormat.MP3));
    store.add(source, recording);
    assertThat(store.holds(recording.sha256(), AudioFormat.MP3, recording.sizeBytes())).isTrue();
  }

  @Test
  void aFileThatChangesDuringTheCopyIsRefusedAndNothingRemains() throws Exception {
    var recording = inspect(source);
    TestAudio.write(source, TestAudio.mp3(2, 3_250));
    assertThatThrownBy(() -> store.add(source, recording))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("changed");
    assertThat(filesIn(folder.resolve("audio"))).isEmpty();
  }

  @Test
  void leftoversOfAKilledImportAreRemoved() throws Exception {
    var recording = inspect(source);
    store.add(source, recording);
    Path kept = store.audio(recording.sha256(), AudioFormat.MP3);
    Path leftover = TestAudio.write(kept.resolveSibling(".x"), new byte[10]);
    Path ofAFormerVersion = TestAudio.write(folder.resolve("audio/incoming/x"), new byte[10]);
    store.removeUnfinished();
    assertThat(leftover).doesNotExist();
    assertThat(ofAFormerVersion).doesNotExist();
    assertThat(filesIn(folder.resolve("audio")))
        .containsExactlyInAnyOrder(kept, store.manifest(recording.sha256(), AudioFormat.MP3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../../etc/passwd", "ABCDEF", "/etc/passwd"})
  void onlyAHashNamesAFile(String name) {
    assertThatThrownBy(() -> store.audio(name, AudioFormat.MP3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static AudioFile.Playable inspect(Path file) throws IOException {
    return (AudioFile.Playable) AudioFile.inspect(file, AudioFormat.MP3);
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
