package app.durus.server.catalogue.importing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.audio.format.AudioTags;
import app.durus.server.catalogue.importing.tags.PathMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LectureNumbersTest {

  @Test
  void whatHasNoNumberFollowsAfterTheGreatestInNaturalOrder() {
    Map<String, PathMetadata> pathMetadata = new LinkedHashMap<>();
    for (String path :
        new String[] {
          "A/S/Lesson 10.mp3", "A/S/04 - X.mp3", "A/S/Lesson 9.mp3", "A/Y.mp3", "A/T/Z.mp3"
        }) {
      pathMetadata.put(path, PathMetadata.of(path, AudioTags.NONE, ""));
    }
    assertThat(LectureNumbers.of(pathMetadata))
        .isEqualTo(
            Map.of(
                "A/S/04 - X.mp3", 4,
                "A/S/Lesson 9.mp3", 5,
                "A/S/Lesson 10.mp3", 6,
                "A/Y.mp3", 0,
                "A/T/Z.mp3", 1));
  }
}
