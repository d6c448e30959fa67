package app.durus.server.catalogue.importing.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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

  /** Java's sort throws, or orders at random, where a comparator goes round in a circle. */
  @Test
  void itIsATotalOrder() {
    List<String> parts = List.of("1", "١", "01", "٠١", "10", "a", "A", "ا", "-", " ", "é", "𞥑");
    List<String> names = new ArrayList<>(parts);
    for (String first : parts) {
      for (String second : parts) {
        names.add(first + second);
      }
    }
    NaturalOrder order = NaturalOrder.INSTANCE;
    for (String a : names) {
      for (String b : names) {
        assertThat(Integer.signum(order.compare(a, b)))
            .as("%s against %s", a, b)
            .isEqualTo(-Integer.signum(order.compare(b, a)));
        for (String c : parts) {
          if (order.compare(a, b) <= 0 && order.compare(b, c) <= 0) {
            assertThat(order.compare(a, c)).as("%s, %s, %s", a, b, c).isLessThanOrEqualTo(0);
          }
        }
      }
    }
  }
}
