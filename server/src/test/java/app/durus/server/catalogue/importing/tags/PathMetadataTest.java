package app.durus.server.catalogue.importing.tags;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.audio.format.tags.AudioTags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathMetadataTest {

  private static final AudioTags TAGS =
      new AudioTags("Tagged Title", "Tagged Artist", "Tagged Album", 7, "eng");

  @Test
  void foldersNameScholarAndSeriesAndTheTagNamesTheLecture() {
    assertThat(PathMetadata.of("Scholar/Series/01 - Title.mp3", TAGS, "audio"))
        .isEqualTo(new PathMetadata("Scholar", "Series", 1, "Tagged Title", "en"));
  }

  @Test
  void withoutTagsTheFileNamesTheLecture() {
    assertThat(PathMetadata.of("Scholar/Series/01 - Title.mp3", AudioTags.NONE, "audio"))
        .isEqualTo(new PathMetadata("Scholar", "Series", 1, "Title", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Track 1",
        "track01",
        "Audio Track 3",
        "Untitled",
        "مقطع ١",
        "03",
        "New Recording 4"
      })
  void anEmptyTagDoesNotNameTheLecture(String junk) {
    var tags = new AudioTags(junk, null, null, null, null);
    assertThat(PathMetadata.of("Scholar/Series/01 - Title.mp3", tags, "audio").title())
        .isEqualTo("Title");
  }

  @Test
  void theNumberIsTakenFromTheTagWhenTheFileHasNone() {
    assertThat(PathMetadata.of("Scholar/Series/Title.mp3", TAGS, "audio").number()).isEqualTo(7);
    assertThat(PathMetadata.of("Scholar/Series/Title.mp3", AudioTags.NONE, "audio").number())
        .isNull();
  }

  @Test
  void aFileInAScholarsFolderIsASingleLecture() {
    assertThat(PathMetadata.of("Scholar/Title.mp3", TAGS, "audio").series()).isNull();
  }

  @Test
  void deeperFoldersAreJoinedIntoTheSeriesTitle() {
    assertThat(PathMetadata.of("Scholar/Series/Part 2/Week 1/01.mp3", TAGS, "audio").series())
        .isEqualTo("Series – Part 2 – Week 1");
  }

  @Test
  void aFileInTheTopFolderIsPlacedByItsTagsOrTheFolderName() {
    assertThat(PathMetadata.of("heap.mp3", TAGS, "My heap"))
        .isEqualTo(new PathMetadata("Tagged Artist", "Tagged Album", 7, "Tagged Title", "en"));
    assertThat(PathMetadata.of("heap.mp3", AudioTags.NONE, "My heap"))
        .isEqualTo(new PathMetadata("My heap", null, null, "heap", null));
    var unknown = new AudioTags(null, "Unknown Artist", "Unknown Album", null, null);
    assertThat(PathMetadata.of("heap.mp3", unknown, "My heap"))
        .isEqualTo(new PathMetadata("My heap", null, null, "heap", null));
    assertThat(PathMetadata.of("heap.mp3", AudioTags.NONE, "").scholar()).isNotEmpty();
  }
}
