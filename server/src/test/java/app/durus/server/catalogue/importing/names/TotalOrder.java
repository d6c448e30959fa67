package app.durus.server.catalogue.importing.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Holds a comparator to be a total order that is consistent with {@code equals}. Java's sort
 * throws, or orders at random, where one goes round in a circle. Names are made at random from
 * parts with which comparators go wrong; the seed is always the same.
 */
public final class TotalOrder {

  private static final List<String> PARTS =
      List.of(
          "1",
          "١",
          "01",
          "٠١",
          "10",
          "2",
          "𞥑",
          "9".repeat(30),
          "a",
          "A",
          "b",
          "ß",
          "SS",
          "ı",
          "İ",
          "i",
          "ا",
          "أ",
          "-",
          " ",
          "/",
          ".",
          "é",
          "e\u0301",
          "\uD83C\uDF19",
          "cover.jpg",
          "folder.png",
          "Lesson ",
          "الدرس ");

  private TotalOrder() {}

  /** Different names, the same in each run. */
  public static List<String> names(int count) {
    Random random = new Random(17);
    List<String> names = new ArrayList<>(PARTS);
    while (names.size() < count) {
      StringBuilder name = new StringBuilder();
      for (int left = random.nextInt(1, 5); left > 0; left--) {
        name.append(PARTS.get(random.nextInt(PARTS.size())));
      }
      if (!names.contains(name.toString())) {
        names.add(name.toString());
      }
    }
    return names;
  }

  /**
   * @param values some of which may be equal; each three of them are compared
   */
  public static <T> void holds(Comparator<? super T> order, List<T> values) {
    for (T a : values) {
      for (T b : values) {
        int forth = Integer.signum(order.compare(a, b));
        int back = Integer.signum(order.compare(b, a));
        if (forth != -back || forth == 0 != a.equals(b)) {
          assertThat(forth).as("%s against %s", a, b).isEqualTo(-back);
          assertThat(forth == 0).as("%s is %s", a, b).isEqualTo(a.equals(b));
        }
        if (forth <= 0) {
          for (T c : values) {
            if (order.compare(b, c) <= 0 && order.compare(a, c) > 0) {
              assertThat(order.compare(a, c)).as("%s, %s, %s", a, b, c).isLessThanOrEqualTo(0);
            }
          }
        }
      }
    }
  }
}
