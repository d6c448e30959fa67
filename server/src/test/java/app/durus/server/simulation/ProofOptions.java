package app.durus.server.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * How a proof was asked to run.
 *
 * @param brief {@code --short}: within a minute, from seed 0
 * @param time {@code --minutes N}: how long to go on; zero unless asked for
 * @param seed {@code --seed S}: where to begin, or the one to run; otherwise after the last one
 */
public record ProofOptions(boolean brief, Duration time, OptionalLong seed) {

  static final String USAGE = "[--short | --minutes N] [--seed S]";

  /**
   * @throws IllegalArgumentException when it is asked for what there is not
   */
  public static ProofOptions of(String... arguments) {
    boolean brief = false;
    Duration time = Duration.ZERO;
    OptionalLong seed = OptionalLong.empty();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--short" -> brief = true;
        case "--minutes" -> {
          i++;
          time = Duration.ofSeconds(Math.round(60 * Double.parseDouble(value(arguments, i))));
        }
        case "--seed" -> {
          i++;
          seed = OptionalLong.of(Long.parseLong(value(arguments, i)));
        }
        default -> throw new IllegalArgumentException("no such option: " + arguments[i]);
      }
    }
    if (!brief && time.isZero() && seed.isEmpty()) {
      brief = true;
    }
    return new ProofOptions(brief, time, seed);
  }

  private static String value(String[] arguments, int index) {
    if (index == arguments.length) {
      throw new IllegalArgumentException(arguments[index - 1] + " needs a value");
    }
    return arguments[index];
  }

  /** One seed was asked for, and nothing else. */
  public boolean single() {
    return seed.isPresent() && !brief && time.isZero();
  }

  /** When to stop; {@code briefly} from now for a short run. */
  public Instant until(Duration briefly) {
    return Instant.now().plus(brief ? briefly : time);
  }

  /** The seed to begin with. */
  public long from(ProofLog log) {
    return seed.orElseGet(() -> brief ? 0 : log.nextSeed());
  }
}
