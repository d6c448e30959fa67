package app.durus.proof.oracle;

import app.durus.proof.oracle.ExpectedState.Held;
import app.durus.proof.oracle.ExpectedState.Seen;
import app.durus.proof.oracle.History.Carried;
import app.durus.proof.oracle.ListenerAction.Kind;
import app.durus.proof.oracle.ListenerAction.Register;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Computes the outcome that docs/reconciliation.md demands, in the most naive way. It has no joins
 * and ignores the order of arrival. It sorts all accepted actions as text and takes the last one.
 * It shares no code with the product.
 */
public final class Oracle {

  private static final long CLOCK_TOLERANCE_MS = 300_000;
  private static final long FIRST_TIME = 1_577_836_800_000L;
  private static final long LAST_TIME = 8_640_000_000_000_000L;
  private static final long LAST_POSITION_MS = 3_600_000_000L;

  private static final long TEN_TO_THE_18 = 1_000_000_000_000_000_000L;

  private Oracle() {}

  /** The outcome of an action that is refused: R7, R8, then the catalogue. */
  public static Optional<String> refusal(ListenerAction action, long databaseTime) {
    if (!rejectionReasons(action).isEmpty()) {
      return Optional.of("REJECTED");
    }
    if (action.occurredAt() > databaseTime + CLOCK_TOLERANCE_MS) {
      return Optional.of("CLOCK_AHEAD");
    }
    return isKnown(action) ? Optional.empty() : Optional.of("UNKNOWN");
  }

  /**
   * R7. Empty for a valid action. An action with several faults may get the reason of any of them.
   */
  public static List<String> rejectionReasons(ListenerAction action) {
    boolean badTime = action.occurredAt() < FIRST_TIME || action.occurredAt() > LAST_TIME;
    boolean badPosition =
        action.kind() == Kind.PROGRESS
            && (action.positionMs() < 0 || action.positionMs() > LAST_POSITION_MS);
    if (badTime && badPosition) {
      return List.of("INVALID_TIME", "INVALID_POSITION");
    }
    if (badTime) {
      return List.of("INVALID_TIME");
    }
    return badPosition ? List.of("INVALID_POSITION") : List.of();
  }

  private static boolean isKnown(ListenerAction action) {
    return TestCatalogue.has(action.lectureId())
        && (action.kind() != Kind.PROGRESS
            || TestCatalogue.lecture(action.lectureId()).assets().stream()
                .anyMatch(asset -> asset.assetId().equals(action.assetId())));
  }

  /** The state of a lecture after these accepted actions, in any order. */
  public static ExpectedState ending(UUID lectureId, Collection<Carried> accepted) {
    List<Carried> own =
        accepted.stream().filter(one -> one.action().lectureId().equals(lectureId)).toList();
    return ExpectedState.of(
        register -> last(own, register),
        own.stream()
            .filter(one -> one.action().kind() == Kind.COMPLETED)
            .map(one -> one.action().occurredAt())
            .min(Comparator.naturalOrder())
            .orElse(null));
  }

  private static Held last(List<Carried> actions, Register register) {
    return actions.stream()
        .filter(one -> one.action().register() == register)
        .max(Comparator.comparing(Oracle::rank))
        .map(Oracle::held)
        .orElse(null);
  }

  public static Held held(Carried carried) {
    ListenerAction action = carried.action();
    return new Held(
        value(action), action.occurredAt(), action.id().toString(), carried.deviceId().toString());
  }

  private static String value(ListenerAction action) {
    return action.kind() == Kind.PROGRESS
        ? action.positionMs() + " " + action.assetId()
        : Boolean.toString(action.kind().isOn());
  }

  private static String rank(Carried carried) {
    return rank(carried.action().register(), held(carried));
  }

  /** A text by whose order the contents of one register win. */
  public static String rank(Register register, Held held) {
    return precedence(register, held) + held.deviceId();
  }

  /** The same for every device that carried it. */
  public static String precedence(Register register, Held held) {
    String time = digits(held.occurredAt());
    String intentId = held.intentId();
    boolean set = held.value().equals("true");
    return switch (register) {
      case POSITION -> {
        String[] positionAndAsset = held.value().split(" ");
        yield time + intentId + digits(Long.parseLong(positionAndAsset[0])) + positionAndAsset[1];
      }
      case COMPLETION -> time + (set ? "0" : "1") + intentId;
      // All other registers are booleans.
      default -> time + intentId + (set ? "1" : "0");
    };
  }

  /** Pads every accepted number to one width, so that text sorts as numbers do. */
  private static String digits(long number) {
    return Long.toString(TEN_TO_THE_18 + number);
  }

  /**
   * The outcomes that an accepted action may get.
   *
   * @param before the lecture's state before the push
   * @param after the lecture's state after the whole push
   * @param stoodBefore whether the same action occurs earlier in the same push
   */
  public static Set<String> outcomes(
      Carried carried, ExpectedState before, ExpectedState after, boolean stoodBefore) {
    Register register = carried.action().register();
    Held own = held(carried);
    boolean heldBefore = own.isSameIntent(before.register(register));
    boolean holdsAfter = own.isSameIntent(after.register(register));
    Long occurredAt = carried.action().occurredAt();
    boolean first =
        carried.action().kind() == Kind.COMPLETED
            && occurredAt.equals(after.firstCompletedAt())
            && !occurredAt.equals(before.firstCompletedAt());
    if (stoodBefore) {
      return holdsAfter ? Set.of("DUPLICATE") : Set.of("SUPERSEDED");
    }
    if (first || holdsAfter && !heldBefore) {
      return Set.of("APPLIED");
    }
    if (holdsAfter) {
      return Set.of("DUPLICATE");
    }
    return Set.of("SUPERSEDED");
  }

  /** R4, R5, R9. */
  public static Seen seen(ExpectedState state, long durationMs) {
    boolean completed = state.completion() != null && state.completion().value().equals("true");
    long resumeMs = 0;
    if (state.position() != null) {
      long recordedMs = Long.parseLong(state.position().value().split(" ")[0]);
      long endsAtMs = durationMs - Math.min(10_000, durationMs / 20);
      boolean counts =
          !completed || state.position().occurredAt() > state.completion().occurredAt();
      resumeMs = counts && recordedMs < endsAtMs ? recordedMs : 0;
    }
    return new Seen(resumeMs, completed);
  }
}
