package app.durus.server.audio;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.audio.format.AudioFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioCopiesTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void manyAreCopiedAndOneThatChangedMeanwhileHarmsNoOther(boolean syncsAll) throws Exception {
    List<AudioCopies.Source> sources = sources(200);
    Path changed = sources.get(100).file();
    TestAudio.write(changed, TestAudio.mp3(1_000, 30));
    AudioStore store = new AudioStore(folder.resolve("audio"));
    store.add(sources.get(7).file(), sources.get(7).recording());

    AtomicInteger told = new AtomicInteger();
    Map<Path, IOException> failures = new ConcurrentHashMap<>();
    AudioCopies.run(
        store,
        sources,
        (source, failure) -> {
          told.incrementAndGet();
          if (failure != null) {
            failures.put(source.file(), failure);
          }
        },
        where -> syncsAll && DiskSync.wholeFileSystem(where));

    assertThat(told).hasValue(200);
    assertThat(failures).containsOnlyKeys(changed);
    assertThat(failures.get(changed)).hasMessageContaining("changed");
    List<String> stored = new ArrayList<>();
    for (AudioCopies.Source source : sources) {
      AudioFile.Playable recording = source.recording();
      boolean isHere = store.holds(recording.sha256(), AudioFormat.MP3, recording.sizeBytes());
      assertThat(isHere).isEqualTo(!source.file().equals(changed));
      if (isHere) {
        assertThat(store.audio(recording.sha256(), AudioFormat.MP3))
            .hasSameBinaryContentAs(source.file());
        stored.add(recording.sha256());
      }
    }
    store.syncNames(stored);
    try (Stream<Path> files = Files.walk(folder.resolve("audio"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(199);
    }
  }

  @Test
  void nothingIsNamedBeforeItIsOnTheDisk() throws Exception {
    AudioStore store = new AudioStore(folder.resolve("audio"));
    List<List<String>> atSync = new ArrayList<>();
    AudioCopies.run(
        store,
        sources(20),
        (source, failure) -> assertThat(failure).isNull(),
        where -> {
          atSync.add(names());
          return true;
        });
    assertThat(atSync).hasSize(1);
    assertThat(atSync.getFirst()).hasSize(20).allMatch(name -> name.startsWith("."));
    assertThat(names()).hasSize(20).noneMatch(name -> name.startsWith("."));
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, 5.8.0-63-generic, true",
    "Linux, 6.1, true",
    "Linux, 5.4.0, false",
    "Linux, 4.19.0, false",
    "Linux, unknown, false",
    "Mac OS X, 14.5, false",
    "Windows 11, 10.0, false",
  })
  void theFileSystemIsSyncedAsAWholeWhereErrorsAreTold(
      String system, String version, boolean tells) {
    assertThat(DiskSync.tellsOfErrors(system, version)).isEqualTo(tells);
  }

  private List<AudioCopies.Source> sources(int count) throws IOException {
    List<AudioCopies.Source> sources = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path file = TestAudio.write(folder.resolve("in/" + i + ".mp3"), TestAudio.mp3(i, 30));
      sources.add(
          new AudioCopies.Source(
              file, (AudioFile.Playable) AudioFile.inspect(file, AudioFormat.MP3)));
    }
    return sources;
  }

  private List<String> names() {
    try (Stream<Path> files = Files.walk(folder.resolve("audio"))) {
      return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
