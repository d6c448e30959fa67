package app.durus.proof.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a proof was asked to run.
 *
 * @param brief {@code --short}: within a minute, from seed 0
 * @param time {@code --minutes N}: how long to go on; zero unless asked for
 * @param seed {@code --seed S}: where to begin, or the one to run; otherwise after the last one
 * @param only {@code --only PART}: the one part of the proof to run, which then has all the time
 */
public record ProofOptions(boolean brief, Duration time, OptionalLong seed, Optional<String> only) {

  /**
   * @param parts that the proof has; empty when it is all of a piece
   * @throws IllegalArgumentException when it is asked for what there is not
   */
  public static ProofOptions of(List<String> parts, String... arguments) {
    Optional<String> only = Optional.empty();
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
        case "--only" -> {
          i++;
          only = Optional.of(value(arguments, i)).filter(parts::contains);
          if (only.isEmpty()) {
            throw new IllegalArgumentException("--only takes one of " + parts);
          }
        }
        default -> throw new IllegalArgumentException("no such option: " + arguments[i]);
      }
    }
    if (!brief && time.isZero() && seed.isEmpty()) {
      brief = true;
    }
    return new ProofOptions(brief, time, seed, only);
  }

  private static String value(String[] arguments, int index) {
    if (index == arguments.length) {
      throw new IllegalArgumentException(arguments[index - 1] + " needs a value");
    }
    return arguments[index];
  }

  /** Whether only one seed was asked for. */
  public boolean single() {
    return seed.isPresent() && !brief && time.isZero();
  }

  public boolean wants(String part) {
    return only.isEmpty() || only.get().equals(part);
  }

  /** The time of a part that has this share of the whole, unless it is the only part. */
  public Duration timeOf(int share, int ofAll) {
    return only.isPresent() ? time : time.multipliedBy(share).dividedBy(ofAll);
  }

  /** The time to stop; {@code briefly} from now for a short run. */
  public Instant until(Duration briefly) {
    return Instant.now().plus(brief ? briefly : time);
  }

  /** The first seed. It is printed, so that a run that does not end shows it. */
  public long from(ProofLog log) {
    long first = seed.orElseGet(() -> brief ? 0 : log.nextSeed());
    System.err.println("proof/" + log.proof() + ": begins with seed " + first);
    return first;
  }
}
