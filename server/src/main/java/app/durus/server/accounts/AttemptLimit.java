package app.durus.server.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Delays callers who attempt often, longer each time. A number of attempts is free. Each further
 * attempt blocks the next one: for one second, then two, four and so on, up to a longest delay.
 * Attempts are regained over time, one after the other. A refused attempt does not count. May be
 * called from any thread. Memory is bounded.
 *
 * @param <K> identifies the caller
 */
final class AttemptLimit<K> {

  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);

  /** The largest number of doublings: beyond it the delay is the longest anyway. */
  private static final int MAX_BEYOND_FREE = 12;

  private static final int MAX_KEPT = 50_000;

  /**
   * The parameters of a limit.
   *
   * @param free attempts without delay
   * @param regainEvery one attempt is regained after each such time
   * @param longestDelay between two attempts
   */
  record Policy(int free, Duration regainEvery, Duration longestDelay) {}

  /**
   * What is stored for one caller.
   *
   * @param regainedUpTo when an attempt was last regained, or the time of the first attempt
   * @param blockedUntil no attempt is admitted before this time
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
   * @return how long it has to wait; zero when the attempt was counted and may proceed
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

  /** How long an attempt would have to wait now. Counts a refusal, but no attempt. */
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

  /** How many attempts count against this caller. */
  int count(K key) {
    Attempts before = kept.getIfPresent(key);
    return before == null ? 0 : before.count() - regained(before, nanoClock.getAsLong());
  }

  /** Forgets all attempts of this caller. */
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
