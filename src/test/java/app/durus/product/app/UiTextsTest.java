package app.durus.product.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UiTextsTest {

  private final UiTexts english = UiTexts.of("en");
  private final UiTexts arabic = UiTexts.of("ar");

  @Test
  @DisplayName("a parameter is inserted where the translation has it")
  void replacesParameters() {
    assertThat(english.named("play.play", "On Intention")).isEqualTo("Play: On Intention");
    assertThat(arabic.named("play.play", "شكر النعمة")).isEqualTo("تشغيل: شكر النعمة");
    assertThat(english.start("download.start")).isEqualTo("Download · ");
    assertThatThrownBy(() -> english.say("play.named", "title", "On Intention"))
        .hasMessageContaining("action");
    assertThatThrownBy(() -> english.say("no.such.text")).hasMessageContaining("no.such.text");
  }

  @Test
  @DisplayName("a plural has the form and the digits of its language")
  void choosesThePluralForm() {
    assertThat(english.count("sync.pending", 0)).isEqualTo("Everything is synchronized");
    assertThat(english.count("sync.pending", 1)).isEqualTo("1 change is waiting");
    assertThat(english.count("sync.pending", 12)).isEqualTo("12 changes are waiting");
    assertThat(arabic.count("sync.pending", 0)).isEqualTo("كل شيء متزامن");
    assertThat(arabic.count("sync.pending", 2)).isEqualTo("تغييران ينتظران");
    assertThat(arabic.count("sync.pending", 3)).isEqualTo("٣ تغييرات تنتظر");
    assertThat(arabic.count("sync.pending", 11)).isEqualTo("١١ تغييرًا ينتظر");
    assertThat(arabic.count("sync.pending", 100)).isEqualTo("١٠٠ تغيير ينتظر");
    assertThat(english.count("downloads.select.remove", 2, "size", "3 MB"))
        .isEqualTo("Remove 2 lectures · 3 MB");
    assertThat(english.countStart("downloads.select.remove", 2, "size"))
        .isEqualTo("Remove 2 lectures · ");
  }

  @Test
  @DisplayName("a playback time is read as the player shows it")
  void readsPlaybackTimes() {
    assertThat(english.clock(65_900)).isEqualTo("1:05");
    assertThat(arabic.clock(65_900)).isEqualTo("١:٠٥");
  }
}
