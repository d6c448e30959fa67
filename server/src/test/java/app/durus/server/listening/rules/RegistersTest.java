package app.durus.server.listening.rules;

import static app.durus.server.listening.rules.Sample.ASSET;
import static app.durus.server.listening.rules.Sample.LECTURE;
import static app.durus.server.listening.rules.Sample.NEW_YEAR;
import static app.durus.server.listening.rules.Sample.OTHER_ASSET;
import static app.durus.server.listening.rules.Sample.PHONE;
import static app.durus.server.listening.rules.Sample.TABLET;
import static app.durus.server.listening.rules.Sample.after;
import static app.durus.server.listening.rules.Sample.completed;
import static app.durus.server.listening.rules.Sample.favorited;
import static app.durus.server.listening.rules.Sample.progress;
import static app.durus.server.listening.rules.Sample.reopened;
import static app.durus.server.listening.rules.Sample.stamp;
import static app.durus.server.listening.rules.Sample.unfavorited;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RegistersTest {

  @Test
  @DisplayName("R3: the most recent position wins, whichever arrives first")
  void theMostRecentPositionWins() {
    Intent today = progress(NEW_YEAR + 1, 1, 90_000);
    Intent lastWeek = progress(NEW_YEAR, 2, 10_000);

    assertThat(after(lastWeek, today).position().positionMs()).isEqualTo(90_000);
    assertThat(after(today, lastWeek)).isEqualTo(after(lastWeek, today));
  }

  @Test
  @DisplayName("R3: at one time the greater id wins, compared as unsigned bytes")
  void idsAreComparedAsUnsignedBytes() {
    UUID low = UUID.fromString("7fffffff-ffff-7fff-bfff-ffffffffffff");
    UUID high = UUID.fromString("80000000-0000-7000-8000-000000000000");
    assertThat(high).as("UUID.compareTo is signed").isLessThan(low);

    assertThat(new Stamp(NEW_YEAR, high)).isGreaterThan(new Stamp(NEW_YEAR, low));
    assertThat(new Stamp(NEW_YEAR, new UUID(0, -1)))
        .isGreaterThan(new Stamp(NEW_YEAR, new UUID(0, 1)));
    assertThat(new Stamp(NEW_YEAR + 1, low)).isGreaterThan(new Stamp(NEW_YEAR, high));
  }

  @Test
  @DisplayName("R2: two contents under one stamp: the greater canonical bytes win, in any order")
  void contentDecidesBetweenEqualStamps() {
    Stamp stamp = stamp(NEW_YEAR, 1);
    Intent near = Intents.progress(LECTURE, stamp, TABLET, 1_000, OTHER_ASSET);
    Intent far = Intents.progress(LECTURE, stamp, PHONE, 2_000, ASSET);
    Intent farOnOtherAsset = Intents.progress(LECTURE, stamp, PHONE, 2_000, OTHER_ASSET);
    Intent farByTablet = Intents.progress(LECTURE, stamp, TABLET, 2_000, OTHER_ASSET);

    assertThat(after(near, far)).isEqualTo(after(far, near)).isEqualTo(after(far));
    assertThat(after(far, farOnOtherAsset))
        .isEqualTo(after(farOnOtherAsset, far))
        .isEqualTo(after(farOnOtherAsset));
    assertThat(after(farOnOtherAsset, farByTablet))
        .isEqualTo(after(farByTablet, farOnOtherAsset))
        .isEqualTo(after(farByTablet));
  }

  @Test
  @DisplayName("R4: no progress, however recent, un-completes a lecture")
  void progressDoesNotUncomplete() {
    Registers registers = after(completed(NEW_YEAR, 1), progress(NEW_YEAR + 1_000_000, 2, 5));

    assertThat(registers.completion().completed()).isTrue();
    assertThat(registers.position().positionMs()).isEqualTo(5);
  }

  @Test
  @DisplayName("R4: a reopening un-completes a lecture, unless a later completion follows")
  void onlyReopeningUncompletes() {
    Intent completed = completed(NEW_YEAR, 1);
    Intent reopened = reopened(NEW_YEAR + 1, 2);
    Intent again = completed(NEW_YEAR + 2, 3);

    assertThat(after(reopened, completed).completion().completed()).isFalse();
    assertThat(after(again, reopened, completed).completion().completed()).isTrue();
  }

  @Test
  @DisplayName("R4: within one millisecond the completion came before the reopening, ids aside")
  void completedComesBeforeReopened() {
    Registers registers = after(reopened(NEW_YEAR, 1), completed(NEW_YEAR, 2));

    assertThat(registers.completion().completed()).isFalse();
    assertThat(registers.completion().firstCompletedAt()).isEqualTo(NEW_YEAR);
    assertThat(after(completed(NEW_YEAR, 2), reopened(NEW_YEAR, 1))).isEqualTo(registers);
  }

  @Test
  @DisplayName("R4: of two completions of one millisecond the greater id holds the register")
  void theGreaterIdOfEqualCompletionsWins() {
    assertThat(after(completed(NEW_YEAR, 2), completed(NEW_YEAR, 1)).completion().stamp())
        .isEqualTo(stamp(NEW_YEAR, 2));
  }

  @Test
  @DisplayName("R2: the first completion ever is kept, though a later intent holds the register")
  void theFirstCompletionIsKept() {
    Registers registers =
        after(completed(NEW_YEAR + 9, 1), reopened(NEW_YEAR + 20, 2), completed(NEW_YEAR + 5, 3));

    assertThat(registers.completion().completed()).isFalse();
    assertThat(registers.completion().firstCompletedAt()).isEqualTo(NEW_YEAR + 5);
  }

  @Test
  @DisplayName("R6: a favorite is a desired state, not a toggle")
  void favoritesResolveByStamp() {
    assertThat(
            after(favorited(NEW_YEAR, 1), favorited(NEW_YEAR + 1, 2))
                .get(RegisterTypes.FAVORITE)
                .isOn())
        .isTrue();
    assertThat(
            after(unfavorited(NEW_YEAR + 2, 3), favorited(NEW_YEAR, 1))
                .get(RegisterTypes.FAVORITE)
                .isOn())
        .isFalse();
  }

  @Test
  @DisplayName("R4: an inconsistent completion cannot be constructed")
  void impossibleCompletionsCannotBeMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Completion(true, stamp(NEW_YEAR, 1), PHONE, null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Completion(false, stamp(NEW_YEAR, 1), PHONE, NEW_YEAR + 1));
  }
}
