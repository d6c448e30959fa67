package app.durus.server.catalogue.importing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.audio.format.tags.AudioTags;
import app.durus.server.catalogue.importing.names.TotalOrder;
import app.durus.server.catalogue.importing.tags.PathMetadata;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LectureNumbersTest {

  @Test
  void lecturesWithoutANumberFollowInNaturalOrder() {
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

  @Test
  void theNumbersDoNotDependOnTheOrderInWhichFilesAreFound() {
    Map<String, PathMetadata> pathMetadata = new LinkedHashMap<>();
    Random random = new Random(17);
    List<String> names = TotalOrder.names(200).stream().filter(n -> !n.contains("/")).toList();
    for (String name : names) {
      String disc = random.nextBoolean() ? "CD" + random.nextInt(1, 4) + "/" : "";
      String number = random.nextBoolean() ? random.nextInt(1, 4) + " - " : "";
      String path = "A/S/" + disc + number + name + ".mp3";
      pathMetadata.put(path, PathMetadata.of(path, AudioTags.NONE, ""));
    }
    Map<String, Integer> numbers = LectureNumbers.of(pathMetadata);
    List<Map.Entry<String, PathMetadata>> found = new ArrayList<>(pathMetadata.entrySet());
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(found, random);
      Map<String, PathMetadata> shuffled = new LinkedHashMap<>();
      found.forEach(each -> shuffled.put(each.getKey(), each.getValue()));
      assertThat(LectureNumbers.of(shuffled)).isEqualTo(numbers);
    }
  }
}
