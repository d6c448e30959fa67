package app.durus.server.listening;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireIdsTest {

  private static final String TEXT = "0199f000-0000-7000-8abc-def000000001";

  @Test
  void theCanonicalFormIsReadInEitherCase() {
    assertThat(WireIds.read(TEXT)).contains(UUID.fromString(TEXT));
    assertThat(WireIds.read(TEXT.toUpperCase(Locale.ROOT))).contains(UUID.fromString(TEXT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1-1-1-1-1",
        "0199f000-0000-7000-8abc-def00000000",
        "0199f000-0000-7000-8abc-def0000000011",
        "0199f00000000-7000-8abc-def000000001-",
        "+199f000-0000-7000-8abc-def000000001",
        "0199f000-0000-7000-8abc-def00000000g",
        "0199f000-0000-7000-8abc-def00000000\u0661",
        "0199f000_0000_7000_8abc_def000000001"
      })
  void otherFormsAreNoIds(String text) {
    assertThat(WireIds.read(text)).isEmpty();
  }
}
