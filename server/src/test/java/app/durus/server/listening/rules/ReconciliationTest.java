package app.durus.server.listening.rules;

import static app.durus.server.listening.rules.Sample.ASSET;
import static app.durus.server.listening.rules.Sample.LECTURE;
import static app.durus.server.listening.rules.Sample.NEW_YEAR;
import static app.durus.server.listening.rules.Sample.OTHER_ASSET;
import static app.durus.server.listening.rules.Sample.OTHER_LECTURE;
import static app.durus.server.listening.rules.Sample.PHONE;
import static app.durus.server.listening.rules.Sample.TABLET;
import static app.durus.server.listening.rules.Sample.after;
import static app.durus.server.listening.rules.Sample.completed;
import static app.durus.server.listening.rules.Sample.favorited;
import static app.durus.server.listening.rules.Sample.id;
import static app.durus.server.listening.rules.Sample.progress;
import static app.durus.server.listening.rules.Sample.reopened;
import static app.durus.server.listening.rules.Sample.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconciliationTest {

  private static final long NOW = NEW_YEAR + 1_000_000;
  private static final Verdict APPLIED = new Verdict.Applied();
  private static final Verdict DUPLICATE = new Verdict.Duplicate();
  private static final Verdict UNKNOWN = new Verdict.Unknown();

  @Test
  @DisplayName("R10: verdicts follow the whole push, so its earlier position is superseded")
  void verdictsAreGivenAfterTheWholePush() {
    Reconciliation decided =
        push(
            Registers.NONE,
            progress(NEW_YEAR, 1, 10),
            progress(NEW_YEAR + 1, 2, 20),
            favorited(NEW_YEAR, 3));

    assertThat(decided.verdicts()).containsExactly(new Verdict.Superseded(PHONE), APPLIED, APPLIED);
    assertThat(decided.changes())
        .containsExactly(
            new Reconciliation.Change(
                LECTURE,
                Registers.NONE,
                after(progress(NEW_YEAR + 1, 2, 20), favorited(NEW_YEAR, 3))));
  }

  @Test
  @DisplayName("R1: what was applied before is a duplicate and changes nothing")
  void aReplayChangesNothing() {
    Intent intent = completed(NEW_YEAR, 1);

    Reconciliation replayed = push(after(intent), intent);

    assertThat(replayed.verdicts()).containsExactly(DUPLICATE);
    assertThat(replayed.changes()).isEmpty();
  }

  @Test
  @DisplayName("R1: an intent that is in a push twice is applied once")
  void aRepeatedIntentWithinAPushIsADuplicate() {
    assertThat(push(Registers.NONE, favorited(NEW_YEAR, 1), favorited(NEW_YEAR, 1)).verdicts())
        .containsExactly(APPLIED, DUPLICATE);
  }

  @Test
  @DisplayName("R10: a superseded verdict names the device that won")
  void theWinnersDeviceIsNamed() {
    Intent byTablet = Intents.progress(LECTURE, stamp(NEW_YEAR + 1, 1), TABLET, 20_000, ASSET);

    assertThat(push(after(byTablet), progress(NEW_YEAR, 2, 10)).verdicts())
        .containsExactly(new Verdict.Superseded(TABLET));
  }

  @Test
  @DisplayName("R10: a completion that loses the register but is the earliest was applied")
  void anEarlierCompletionIsApplied() {
    Registers before = after(completed(NEW_YEAR + 5, 1));

    Reconciliation decided = push(before, completed(NEW_YEAR, 2));

    assertThat(decided.verdicts()).containsExactly(APPLIED);
    assertThat(decided.changes().getFirst().after().completion().firstCompletedAt())
        .isEqualTo(NEW_YEAR);
    assertThat(push(decided.changes().getFirst().after(), completed(NEW_YEAR, 2)).verdicts())
        .containsExactly(new Verdict.Superseded(PHONE));
  }

  @Test
  @DisplayName("R13: a register offered again by another device is a duplicate, not a conflict")
  void anotherDeviceMayOfferTheSameIntentAgain() {
    Intent byPhone = Intents.favorited(LECTURE, stamp(NEW_YEAR, 1), PHONE);
    Intent byTablet = Intents.favorited(LECTURE, stamp(NEW_YEAR, 1), TABLET);

    assertThat(push(after(byPhone), byTablet).verdicts()).containsExactly(DUPLICATE);
    assertThat(push(after(byTablet), byPhone).verdicts()).containsExactly(DUPLICATE);
    assertThat(after(byPhone, byTablet)).isEqualTo(after(byTablet, byPhone));
  }

  @Test
  @DisplayName("R4, R10: a reopening that loses to a later completion is superseded")
  void aLateReopeningIsSuperseded() {
    assertThat(push(after(completed(NEW_YEAR + 1, 1)), reopened(NEW_YEAR, 2)).verdicts())
        .containsExactly(new Verdict.Superseded(PHONE));
  }

  @Test
  @DisplayName("R10: an invalid intent never holds back the others")
  void invalidIntentsDoNotHoldBackOthers() {
    Reconciliation decided =
        push(
            Registers.NONE,
            progress(NEW_YEAR, 1, -1),
            favorited(0, 2),
            favorited(NOW + ClockTolerance.TOLERANCE_MS + 1, 3),
            Intents.completed(OTHER_LECTURE, stamp(NEW_YEAR, 4), PHONE),
            completed(NEW_YEAR, 5));

    assertThat(decided.verdicts())
        .containsExactly(
            new Verdict.Rejected(Reason.INVALID_POSITION),
            new Verdict.Rejected(Reason.INVALID_TIME),
            new Verdict.ClockAhead(),
            UNKNOWN,
            APPLIED);
    assertThat(decided.changes())
        .extracting(Reconciliation.Change::after)
        .containsExactly(after(completed(NEW_YEAR, 5)));
  }

  @ParameterizedTest(name = "position {0} at {1}: {2}")
  @DisplayName("R7: the bounds of valid times and positions")
  @CsvSource({
    "0, 1767225600000, ",
    "3600000000, 1767225600000, ",
    "3600000001, 1767225600000, INVALID_POSITION",
    "-1, 1767225600000, INVALID_POSITION",
    "0, 1577836800000, ",
    "0, 1577836799999, INVALID_TIME",
    "0, 8640000000000000, ",
    "0, 8640000000000001, INVALID_TIME"
  })
  void validityIsIntrinsic(long positionMs, long occurredAt, Reason reason) {
    assertThat(Validity.objection(progress(occurredAt, 1, positionMs)))
        .isEqualTo(Optional.ofNullable(reason));
  }

  @Test
  @DisplayName("R8: five minutes ahead are accepted, a millisecond more is not")
  void theClockToleranceIsExact() {
    long bound = NOW + 300_000;

    assertThat(push(Registers.NONE, favorited(bound, 1)).verdicts()).containsExactly(APPLIED);
    Reconciliation ahead = push(Registers.NONE, favorited(bound + 1, 1));
    assertThat(ahead.verdicts()).containsExactly(new Verdict.ClockAhead());
    assertThat(ahead.changes()).isEmpty();
  }

  @Test
  @DisplayName("R7: a missing asset, or one of another lecture, is unknown")
  void anAssetMustBeOneOfTheLecture() {
    Intent onOther = Intents.progress(LECTURE, stamp(NEW_YEAR, 1), PHONE, 5, OTHER_ASSET);
    Intent onNone = Intents.progress(LECTURE, stamp(NEW_YEAR, 1), PHONE, 5, id(99));

    assertThat(push(Registers.NONE, onOther, onNone).verdicts()).containsExactly(UNKNOWN, UNKNOWN);
  }

  private static Reconciliation push(Registers before, Intent... intents) {
    return Reconciliation.of(
        List.of(intents),
        new PushContext(
            NOW,
            Map.of(LECTURE, before),
            Set.of(LECTURE),
            Map.of(ASSET, LECTURE, OTHER_ASSET, OTHER_LECTURE)));
  }
}
