package app.durus.server.listening.rules;

import static app.durus.server.listening.rules.Sample.NEW_YEAR;
import static app.durus.server.listening.rules.Sample.after;
import static app.durus.server.listening.rules.Sample.completed;
import static app.durus.server.listening.rules.Sample.favorited;
import static app.durus.server.listening.rules.Sample.progress;
import static app.durus.server.listening.rules.Sample.reopened;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LectureProgressTest {

  private static final OptionalLong AN_HOUR = OptionalLong.of(3_600_000);

  @Test
  @DisplayName("R5: a lecture resumes at the last position")
  void thePositionIsOffered() {
    assertThat(LectureProgress.of(after(progress(NEW_YEAR, 1, 60_000)), AN_HOUR))
        .isEqualTo(new LectureProgress(60_000, false));
  }

  @Test
  @DisplayName("R5: a lecture without a position starts from the beginning")
  void withoutPositionItStartsFromTheBeginning() {
    assertThat(LectureProgress.of(Registers.NONE, AN_HOUR))
        .isEqualTo(new LectureProgress(0, false));
    assertThat(LectureProgress.of(after(favorited(NEW_YEAR, 1)), AN_HOUR))
        .isEqualTo(new LectureProgress(0, false));
  }

  @Test
  @DisplayName("R5: completion overrides a position that is not later, though its id is greater")
  void completionOverridesPartialProgress() {
    assertThat(
            LectureProgress.of(
                after(progress(NEW_YEAR, 9, 60_000), completed(NEW_YEAR, 1)), AN_HOUR))
        .isEqualTo(new LectureProgress(0, true));
  }

  @Test
  @DisplayName("R5: a position later than the completion is a re-listen, and it stays completed")
  void aRelistenIsOffered() {
    assertThat(
            LectureProgress.of(
                after(completed(NEW_YEAR, 9), progress(NEW_YEAR + 1, 1, 60_000)), AN_HOUR))
        .isEqualTo(new LectureProgress(60_000, true));
  }

  @Test
  @DisplayName("R5: reopening makes the stored position count again")
  void reopeningRestoresThePosition() {
    Registers registers =
        after(progress(NEW_YEAR, 1, 60_000), completed(NEW_YEAR + 1, 2), reopened(NEW_YEAR + 2, 3));

    assertThat(LectureProgress.of(registers, AN_HOUR))
        .isEqualTo(new LectureProgress(60_000, false));
  }

  @ParameterizedTest(name = "{0} of {1} ms resumes at {2}")
  @DisplayName("R5, R7, R9: the end margin, and positions beyond the present asset")
  @CsvSource({
    "3589999, 3600000, 3589999",
    "3590000, 3600000, 0",
    "3600000, 3600000, 0",
    "9999999, 3600000, 0",
    "56999, 60000, 56999",
    "57000, 60000, 0",
    "0, 1, 0",
    "189999, 200000, 189999",
    "190000, 200000, 0"
  })
  void positionsNearTheEndAreOfferedAsTheBeginning(
      long positionMs, long durationMs, long resumePositionMs) {
    Registers registers = after(progress(NEW_YEAR, 1, positionMs));

    assertThat(LectureProgress.of(registers, OptionalLong.of(durationMs)).resumePositionMs())
        .isEqualTo(resumePositionMs);
  }

  @Test
  @DisplayName("R9: without a present asset the position is offered as recorded")
  void aPositionWithoutAnAssetIsNotClamped() {
    assertThat(LectureProgress.of(after(progress(NEW_YEAR, 1, 9_999_999)), OptionalLong.empty()))
        .isEqualTo(new LectureProgress(9_999_999, false));
  }
}
