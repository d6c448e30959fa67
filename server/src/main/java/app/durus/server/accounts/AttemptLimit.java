package app.durus.server.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Makes whoever tries often wait, longer each time. A number of attempts is free. Each one beyond
 * blocks the next: for a second, then for two, four and so on, up to a longest delay. With time
 * attempts are regained, one after the other. An attempt that is refused counts for nothing. May be
 * called from any thread; what is kept is bounded.
 *
 * @param <K> who tries
 */
final class AttemptLimit<K> {

  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);

  /** Of doublings: past it the delay is the longest anyway. */
  private static final int MAX_BEYOND_FREE = 12;

  private static final int MAX_KEPT = 50_000;

  /**
   * How patient a limit is.
   *
   * @param free attempts without delay
   * @param regainEvery one attempt is regained after each such time
   * @param longestDelay between two attempts
   */
  record Policy(int free, Duration regainEvery, Duration longestDelay) {}

  /**
   * What is kept of one who tries.
   *
   * @param regainedUpTo the last time at which an attempt was regained, or the first attempt
   * @param blockedUntil no attempt is admitted before
   */
  private record Attempts(int count, long regainedUpTo, long blockedUntil) {}

  private final Policy policy;
  private final LongSupplier nanoClock;
  private final Cache<K, Attempts> kept;
  private final LongAdder refused = new LongAdder();

  AttemptLimit(Policy policy, LongSupplier nanoClock) {
    this.policy = policy;
    this.nanoClock = nanoClock;
    this.kept =
        Caffeine.newBuilder()
            .maximumSize(MAX_KEPT)
            // By then every attempt has been regained.
            .expireAfterWrite(policy.regainEvery().multipliedBy(policy.free() + MAX_BEYOND_FREE))
            .ticker(nanoClock::getAsLong)
            .build();
  }

  /**
   * Counts an attempt, unless it has to wait.
   *
   * @return how long; zero when the attempt was counted and may go on
   */
  Duration attempt(K key) {
    Duration wait = delay(key);
    if (!wait.isZero()) {
      return wait;
    }
    Duration[] late = {Duration.ZERO};
    kept.asMap()
        .compute(
            key,
            (same, before) -> {
              late[0] = delayOf(before);
              return late[0].isZero() ? counted(before) : before;
            });
    if (!late[0].isZero()) {
      refused.increment();
    }
    return late[0];
  }

  /** How long an attempt would have to wait now. Counts nothing but a refusal. */
  Duration delay(K key) {
    Duration wait = delayOf(kept.getIfPresent(key));
    if (!wait.isZero()) {
      refused.increment();
    }
    return wait;
  }

  /** Takes one counted attempt back, with the delay that it caused. */
  void takeBack(K key) {
    kept.asMap()
        .computeIfPresent(
            key,
            (same, before) ->
                before.count() <= 1
                    ? null
                    : new Attempts(
                        before.count() - 1, before.regainedUpTo(), nanoClock.getAsLong()));
  }

  /** How many attempts count against this one. */
  int count(K key) {
    Attempts before = kept.getIfPresent(key);
    return before == null ? 0 : before.count() - regained(before, nanoClock.getAsLong());
  }

  /** Forgets all attempts of this one. */
  void forget(K key) {
    kept.invalidate(key);
  }

  /** How many attempts have been refused so far. */
  long refused() {
    return refused.sum();
  }

  private Duration delayOf(Attempts before) {
    return before == null
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, before.blockedUntil() - nanoClock.getAsLong()));
  }

  private Attempts counted(Attempts before) {
    long now = nanoClock.getAsLong();
    if (before == null) {
      return new Attempts(1, now, now);
    }
    int regained = regained(before, now);
    int count = Math.min(before.count() - regained + 1, policy.free() + MAX_BEYOND_FREE);
    long regainedUpTo =
        count == 1 ? now : before.regainedUpTo() + regained * policy.regainEvery().toNanos();
    return new Attempts(count, regainedUpTo, now + delayAfter(count).toNanos());
  }

  private int regained(Attempts before, long now) {
    long since = now - before.regainedUpTo();
    return (int) Math.min(before.count(), since / policy.regainEvery().toNanos());
  }

  private Duration delayAfter(int count) {
    int beyond = count - policy.free();
    if (beyond <= 0) {
      return Duration.ZERO;
    }
    Duration delay = FIRST_DELAY.multipliedBy(1L << (beyond - 1));
    return delay.compareTo(policy.longestDelay()) < 0 ? delay : policy.longestDelay();
  }
}
