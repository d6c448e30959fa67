package app.durus.server.audio;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.audio.format.AudioFormat;
import java.io.IOException;
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

class AudioCopiesTest {

  @TempDir Path folder;

  @Test
  void manyAreCopiedAndOneThatChangedMeanwhileHarmsNoOther() throws Exception {
    List<AudioCopies.Source> sources = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Path file = TestAudio.write(folder.resolve("in/" + i + ".mp3"), TestAudio.mp3(i, 30));
      sources.add(
          new AudioCopies.Source(
              file, (AudioFile.Playable) AudioFile.inspect(file, AudioFormat.MP3)));
    }
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
        });

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
      assertThat(files.filter(Files::isRegularFile)).hasSize(2 * 199);
    }
  }
}
