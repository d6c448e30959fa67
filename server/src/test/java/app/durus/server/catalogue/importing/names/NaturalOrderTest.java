package app.durus.server.catalogue.importing.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {

  @Test
  void numbersAreOrderedByTheirValueInAnyScript() {
    var ordered = List.of("Lesson 1", "lesson 2", "Lesson 9", "Lesson 10", "الدرس ٢", "الدرس ١٠");
    assertThat(ordered.reversed().stream().sorted(NaturalOrder.INSTANCE)).isEqualTo(ordered);
  }

  @Test
  void differentNamesAreNeverEqual() {
    assertThat(NaturalOrder.INSTANCE.compare("1", "01")).isNotZero();
    assertThat(NaturalOrder.INSTANCE.compare("a", "A")).isNotZero();
    assertThat(NaturalOrder.INSTANCE.compare("a1", "a1")).isZero();
  }

  @Test
  void theOrderIsTotal() {
    TotalOrder.holds(NaturalOrder.INSTANCE, TotalOrder.names(250));
  }
}
