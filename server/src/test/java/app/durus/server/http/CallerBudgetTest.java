package app.durus.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallerBudgetTest {

  private final CallerBudget budget = new CallerBudget(8_000);

  private CallerBudget.Call begin(String caller) {
    return budget.begin(caller);
  }

  @Test
  void oneCallerGetsAtMostAnEighth() {
    CallerBudget.Call first = begin("a");
    CallerBudget.Call second = begin("a");

    assertThat(first.take(900)).isTrue();
    assertThat(second.take(200)).isFalse();
    assertThat(second.take(100)).isTrue();
    assertThat(begin("b").take(1_000)).isTrue();
  }

  @Test
  void aCallerWithoutOtherRequestsIsLimitedByTheTotalOnly() {
    assertThat(begin("a").take(5_000)).isTrue();
    assertThat(begin("b").take(3_001)).isFalse();
    assertThat(begin("c").take(3_000)).isTrue();
    assertThat(budget.isExhausted()).isTrue();
  }

  @Test
  void releasedBytesAreAvailableToOthers() {
    CallerBudget.Call call = begin("a");
    assertThat(call.take(8_000)).isTrue();

    call.release();
    assertThat(begin("b").take(8_000)).isTrue();
    call.close();
    call.close();
    assertThat(budget.usedBytes()).isEqualTo(8_000);
  }
}
