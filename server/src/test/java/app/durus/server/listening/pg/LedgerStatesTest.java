package app.durus.server.listening.pg;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.listening.CatalogueFixture.LectureAndAsset;
import app.durus.server.listening.ListeningLedger.Page;
import app.durus.server.listening.ListeningLedger.StoredState;
import app.durus.server.listening.ReconcileIntents.Reconciled;
import app.durus.server.listening.rules.Intent;
import app.durus.server.listening.rules.Intents;
import app.durus.server.listening.rules.RegisterTypes;
import app.durus.server.listening.rules.Registers;
import app.durus.server.listening.rules.Verdict;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the ledger stores of a push. */
class LedgerStatesTest extends LedgerTest {

  @Test
  @DisplayName("R11: every register is read as it was stored, with stamp and device")
  void registersAreReadAsStored() {
    LectureAndAsset lecture = catalogue.lecture();
    Intent progress = progress(lecture, now, 60_000);
    Intent completed = Intents.completed(lecture.lectureId(), stamp(now + 1), PHONE);
    Intent favorited = Intents.favorited(lecture.lectureId(), stamp(now + 2), PHONE);

    Reconciled pushed = push(NOTHING, progress, completed, favorited);
    Page pulled = pull(NOTHING);

    assertThat(pushed.verdicts()).hasSize(3).hasOnlyElementsOfType(Verdict.Applied.class);
    StoredState state = onlyState(pushed.page());
    assertThat(state.revision()).isEqualTo(1);
    assertThat(state.presentDurationMs()).isEqualTo(OptionalLong.of(600_000));
    assertThat(state.registers())
        .isEqualTo(
            Registers.of(progress).join(Registers.of(completed)).join(Registers.of(favorited)));
    assertThat(pulled.states()).containsExactly(state);
    assertThat(pulled.cursor()).isEqualTo(1);
    assertThat(pulled.more()).isFalse();
  }

  @Test
  @DisplayName("R2: a write touches only the registers that changed")
  void otherRegistersStayUnchanged() {
    LectureAndAsset lecture = catalogue.lecture();
    Intent progress = progress(lecture, now, 60_000);
    push(NOTHING, progress, Intents.completed(lecture.lectureId(), stamp(now), PHONE));
    push(NOTHING, Intents.reopened(lecture.lectureId(), stamp(now + 1), PHONE));
    push(NOTHING, Intents.favorited(lecture.lectureId(), stamp(now + 2), PHONE));

    StoredState state = onlyState(pull(NOTHING));

    assertThat(state.revision()).isEqualTo(3);
    assertThat(state.registers().position().stamp()).isEqualTo(progress.stamp());
    assertThat(state.registers().completion().completed()).isFalse();
    assertThat(state.registers().completion().firstCompletedAt()).isEqualTo(now);
    assertThat(state.registers().get(RegisterTypes.FAVORITE).isOn()).isTrue();
  }

  @Test
  @DisplayName("R7: an unpublished lecture accepts intents, an unknown one does not")
  void unpublishedIsNotUnknown() {
    LectureAndAsset lecture = catalogue.lecture();
    catalogue.unpublish(lecture.lectureId());
    Intent onUnknownLecture = Intents.favorited(UUID.randomUUID(), stamp(now), PHONE);
    Intent onUnknownAsset =
        progress(new LectureAndAsset(lecture.lectureId(), UUID.randomUUID()), now, 1);
    Intent onAnothersAsset =
        progress(new LectureAndAsset(lecture.lectureId(), catalogue.lecture().assetId()), now, 1);

    Reconciled pushed =
        push(NOTHING, progress(lecture, now, 1), onUnknownLecture, onUnknownAsset, onAnothersAsset);

    assertThat(pushed.verdicts())
        .containsExactly(
            new Verdict.Applied(),
            new Verdict.Unknown(),
            new Verdict.Unknown(),
            new Verdict.Unknown());
    assertThat(pushed.page().states()).hasSize(1);
  }

  @Test
  @DisplayName(
      "R9: a position on the former asset is taken, and offered on the present one's terms")
  void replacedAssetsAreStillKnown() {
    LectureAndAsset lecture = catalogue.lecture();
    catalogue.replaceAsset(lecture.lectureId(), 300_000);

    push(NOTHING, progress(lecture, now, 500_000));

    assertThat(onlyState(pull(NOTHING)).presentDurationMs()).isEqualTo(OptionalLong.of(300_000));
    assertThat(onlyState(pull(NOTHING)).registers().position().positionMs()).isEqualTo(500_000);
  }

  @Test
  @DisplayName("R7, R9: the push after an import sees its changes, in spite of the cache")
  void theNextPushSeesAnImport() {
    LectureAndAsset replaced = catalogue.lecture();
    LectureAndAsset later = new LectureAndAsset(UUID.randomUUID(), UUID.randomUUID());
    Reconciled before =
        push(NOTHING, progress(replaced, now, 500_000), progress(later, now, 500_000));
    assertThat(before.verdicts()).containsExactly(new Verdict.Applied(), new Verdict.Unknown());
    assertThat(onlyState(before.page()).presentDurationMs()).isEqualTo(OptionalLong.of(600_000));

    catalogue.lecture(later, 400_000);
    UUID better = catalogue.replaceAsset(replaced.lectureId(), 300_000);
    Reconciled after =
        push(
            NOTHING,
            progress(new LectureAndAsset(replaced.lectureId(), better), now + 1, 100_000),
            progress(later, now + 1, 100_000));

    assertThat(after.verdicts()).containsExactly(new Verdict.Applied(), new Verdict.Applied());
    assertThat(after.page().states())
        .extracting(StoredState::presentDurationMs)
        .containsExactly(OptionalLong.of(300_000), OptionalLong.of(400_000));
  }

  @Test
  @DisplayName("R8: the clock is the database's, read after the wait for the lock")
  void theClockOfTheDatabaseIsUsed() {
    LectureAndAsset lecture = catalogue.lecture();

    Reconciled pushed = push(NOTHING, progress(lecture, now + 360_000, 1));

    assertThat(pushed.verdicts()).containsExactly(new Verdict.ClockAhead());
    assertThat(pushed.page().states()).isEmpty();
    assertThat(pushed.page().databaseTime()).isBetween(now - 5_000, now + 60_000);
  }

  @Test
  @DisplayName("R16: one listener's push leaves another's state alone")
  void listenersAreIndependent() {
    LectureAndAsset lecture = catalogue.lecture();
    push(NOTHING, progress(lecture, now, 1));

    Page others = await(ledger.pull(UUID.randomUUID(), NOTHING));

    assertThat(others.states()).isEmpty();
    assertThat(others.cursor()).isZero();
  }
}
