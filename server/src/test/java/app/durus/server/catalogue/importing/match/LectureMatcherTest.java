package app.durus.server.catalogue.importing.match;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.catalogue.importing.match.LectureMatcher.Candidate;
import app.durus.server.catalogue.importing.match.LectureMatcher.Known;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Paths are written p, q, r and audio a, b, c: "p:a" is a file at p with the audio a. */
class LectureMatcherTest {

  private static final UUID ONE = new UUID(0, 1);
  private static final UUID TWO = new UUID(0, 2);
  private static final Known ONE_AT_P = known(ONE, "p", "a");
  private static final Known TWO_AT_Q = known(TWO, "q", "b");

  @Test
  void anUnchangedFileIsRecognized() {
    var outcome = of(List.of(ONE_AT_P, TWO_AT_Q), "p:a", "q:b");
    assertThat(outcome.recognized()).isEqualTo(Map.of("p", ONE, "q", TWO));
    assertThat(outcome.added()).isEmpty();
    assertThat(outcome.missing()).isEmpty();
  }

  @Test
  void aRenamedFileIsRecognizedByItsAudio() {
    assertThat(of(List.of(ONE_AT_P), "r:a").recognized()).isEqualTo(Map.of("r", ONE));
  }

  @Test
  void twoFilesThatSwappedTheirNamesAreRecognizedByTheirAudio() {
    assertThat(of(List.of(ONE_AT_P, TWO_AT_Q), "p:b", "q:a").recognized())
        .isEqualTo(Map.of("p", TWO, "q", ONE));
  }

  @Test
  void aReplacedRecordingIsRecognizedByItsPath() {
    assertThat(of(List.of(ONE_AT_P), "p:c").recognized()).isEqualTo(Map.of("p", ONE));
  }

  @Test
  void thePathDoesNotCountWhenItsFormerAudioMoved() {
    var outcome = of(List.of(ONE_AT_P), "p:c", "r:a");
    assertThat(outcome.recognized()).isEqualTo(Map.of("r", ONE));
    assertThat(outcome.added()).containsExactly("p");
  }

  @Test
  void renumberingAWholeSeriesAroundANewLectureKeepsEveryId() {
    var outcome = of(List.of(ONE_AT_P, TWO_AT_Q), "p:c", "q:a", "r:b");
    assertThat(outcome.recognized()).isEqualTo(Map.of("q", ONE, "r", TWO));
    assertThat(outcome.added()).containsExactly("p");
  }

  @Test
  void anUnknownFileIsNewAndAKnownLectureWithoutFileIsMissing() {
    var outcome = of(List.of(ONE_AT_P), "q:b");
    assertThat(outcome.added()).containsExactly("q");
    assertThat(outcome.missing()).containsExactly(ONE);
  }

  @Test
  void aCopyBesideTheFileThatStayedIsANewLecture() {
    var outcome = of(List.of(ONE_AT_P), "p:a", "r:a");
    assertThat(outcome.recognized()).isEqualTo(Map.of("p", ONE));
    assertThat(outcome.added()).containsExactly("r");
  }

  @Test
  void twoNewFilesWithTheAudioOfALostOneAreNotMatched() {
    var outcome = of(List.of(ONE_AT_P), "q:a", "r:a");
    assertThat(outcome.setAside()).containsOnlyKeys("q", "r");
    assertThat(outcome.recognized()).isEmpty();
    assertThat(outcome.added()).isEmpty();
    assertThat(outcome.missing()).isEmpty();
  }

  @Test
  void oneNewFileWithTheAudioOfTwoLostOnesIsNotMatched() {
    var outcome = of(List.of(ONE_AT_P, known(TWO, "q", "a")), "r:a");
    assertThat(outcome.setAside()).containsOnlyKeys("r");
    assertThat(outcome.missing()).isEmpty();
  }

  @Test
  void theFormerNameDecidesAnAmbiguousMatch() {
    var outcome = of(List.of(ONE_AT_P, known(TWO, "q", "a")), "q:a");
    assertThat(outcome.recognized()).isEqualTo(Map.of("q", TWO));
    assertThat(outcome.missing()).containsExactly(ONE);
  }

  @Test
  void aNewRecordingUnderAnAmbiguousNameIsNotMatched() {
    var outcome = of(List.of(ONE_AT_P), "p:c", "q:a", "r:a");
    assertThat(outcome.setAside()).containsOnlyKeys("p", "q", "r");
    assertThat(outcome.added()).isEmpty();
    assertThat(outcome.missing()).isEmpty();
  }

  @Test
  void anOlderRecordingThatReturnsElsewhereIsRecognized() {
    var replaced = new Known(ONE, "p", "b", Set.of("a"));
    assertThat(of(List.of(replaced), "r:a").recognized()).isEqualTo(Map.of("r", ONE));
    assertThat(of(List.of(replaced), "p:b", "r:a").added()).containsExactly("r");
    assertThat(of(List.of(replaced), "p:a").recognized()).isEqualTo(Map.of("p", ONE));
  }

  @Test
  void aLectureWhoseNameWasTakenIsRecognizedByItsAudio() {
    assertThat(of(List.of(known(ONE, null, "a")), "p:a").recognized()).isEqualTo(Map.of("p", ONE));
  }

  private static Known known(UUID id, String path, String audio) {
    return new Known(id, path, audio, Set.of());
  }

  private static LectureMatcher.Outcome of(List<Known> lectures, String... files) {
    return LectureMatcher.of(
        Arrays.stream(files)
            .map(file -> new Candidate(file.split(":")[0], file.split(":")[1]))
            .toList(),
        lectures);
  }
}
