package app.durus.server.listening.pg;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.listening.ChangeCursor;
import app.durus.server.listening.ListeningLedger.Page;
import app.durus.server.listening.ReconcileIntents.Reconciled;
import app.durus.server.listening.rules.Flag;
import app.durus.server.listening.rules.Intent;
import app.durus.server.listening.rules.Intents;
import app.durus.server.listening.rules.RegisterTypes;
import app.durus.server.listening.rules.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Pages, cursor and epoch. */
class LedgerCursorTest extends LedgerTest {

  @Test
  @DisplayName("R12: pages ascend by revision, end with the last, and cost what changed")
  void pagesAscendUntilThereIsNoMore() {
    Reconciled first = pushMany(500);
    pushMany(500);
    pushMany(500);
    String epoch = first.page().epoch();

    Page one = pull(new ChangeCursor(0, epoch));
    Page two = pull(new ChangeCursor(one.cursor(), epoch));
    Page three = pull(new ChangeCursor(two.cursor(), epoch));

    assertThat(one.more()).isTrue();
    assertThat(one.cursor()).isEqualTo(1_000);
    assertThat(revisions(one)).isEqualTo(LongStream.rangeClosed(1, 1_000).boxed().toList());
    assertThat(two.more()).isFalse();
    assertThat(revisions(two)).isEqualTo(LongStream.rangeClosed(1_001, 1_500).boxed().toList());
    assertThat(three.states()).isEmpty();
    assertThat(three.cursor()).isEqualTo(1_500);
  }

  @Test
  @DisplayName("R12, R14: touched states fill the answer but never move the cursor past a change")
  void touchedStatesDoNotMoveTheCursor() {
    pushMany(500);
    String epoch = pushMany(500).page().epoch();

    Reconciled pushed = pushMany(500);

    assertThat(pushed.page().states()).hasSize(1_000).doesNotHaveDuplicates();
    assertThat(revisions(pushed.page()).subList(0, 500))
        .isEqualTo(LongStream.rangeClosed(1_001, 1_500).boxed().toList());
    assertThat(pushed.page().cursor()).isEqualTo(500);
    assertThat(pushed.page().more()).isTrue();
    assertThat(pull(new ChangeCursor(pushed.page().cursor(), epoch)).states()).hasSize(1_000);
  }

  @Test
  @DisplayName("R12: an up-to-date device gets its own changes as its page, once")
  void ownChangesAreOnThePageOnce() {
    Reconciled first = push(NOTHING, progress(catalogue.lecture(), now, 1));

    Reconciled second =
        push(
            new ChangeCursor(first.page().cursor(), first.page().epoch()),
            progress(catalogue.lecture(), now, 1));

    assertThat(revisions(second.page())).containsExactly(2L);
    assertThat(second.page().cursor()).isEqualTo(2);
  }

  @Test
  @DisplayName("R13: another epoch, or a cursor above the revision, begins at zero again")
  void anotherEpochBeginsAtZero() {
    String epoch = push(NOTHING, progress(catalogue.lecture(), now, 1)).page().epoch();

    assertThat(pull(new ChangeCursor(1, epoch)).states()).isEmpty();
    assertThat(pull(new ChangeCursor(1, "another")).states()).hasSize(1);
    assertThat(pull(new ChangeCursor(1, null)).states()).hasSize(1);
    Page fromTheFuture = pull(new ChangeCursor(2, epoch));
    assertThat(fromTheFuture.states()).hasSize(1);
    assertThat(fromTheFuture.cursor()).isEqualTo(1);
  }

  @Test
  @DisplayName("R13: a cursor above the revision is detected although the push's changes reach it")
  void aPushFromAnotherEpochIsDetected() {
    String epoch = push(NOTHING, progress(catalogue.lecture(), now, 1)).page().epoch();
    Intent[] three = {
      progress(catalogue.lecture(), now, 1),
      progress(catalogue.lecture(), now, 1),
      progress(catalogue.lecture(), now, 1)
    };

    Reconciled pushed = push(new ChangeCursor(2, epoch), three);

    assertThat(pushed.verdicts()).hasSize(3).hasOnlyElementsOfType(Verdict.Applied.class);
    assertThat(pushed.page().cursor()).as("lower than the one asked with").isEqualTo(1);
    assertThat(revisions(pushed.page())).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
  }

  @Test
  @DisplayName("R13: the command begins a new epoch, and devices start over")
  void anOperatorCanBeginANewEpoch() {
    Page before = push(NOTHING, progress(catalogue.lecture(), now, 1)).page();
    ChangeCursor seenAll = new ChangeCursor(before.cursor(), before.epoch());
    assertThat(pull(seenAll).states()).isEmpty();

    String renewed = await(new PgEpoch(pool).renew());

    assertThat(renewed).isNotEqualTo(before.epoch());
    assertThat(pull(seenAll).epoch()).isEqualTo(renewed);
    assertThat(pull(seenAll).states()).hasSize(1);
  }

  /** Pushes favorites of this many new lectures at once. */
  private Reconciled pushMany(int lectures) {
    UUID first = UUID.randomUUID();
    List<Intent> intents = new ArrayList<>();
    for (int i = 0; i < lectures; i++) {
      UUID id = new UUID(first.getMostSignificantBits(), i);
      intents.add(Intents.favorited(id, stamp(now), PHONE));
    }
    catalogue.lectures(first.getMostSignificantBits(), lectures);
    Reconciled pushed = push(NOTHING, intents.toArray(Intent[]::new));
    assertThat(pushed.verdicts()).hasSize(lectures).hasOnlyElementsOfType(Verdict.Applied.class);
    assertThat(pushed.page().states())
        .extracting(state -> state.registers().get(RegisterTypes.FAVORITE))
        .allSatisfy(favorite -> assertThat(favorite).isInstanceOf(Flag.class));
    return pushed;
  }
}
