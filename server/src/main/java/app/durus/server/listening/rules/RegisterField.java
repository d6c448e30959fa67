package app.durus.server.listening.rules;

import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One value that a register holds, and its names outside of the rules.
 *
 * @param <V> the register's value
 * @param <T> {@link Long}, {@link Boolean} or {@link UUID}
 * @param member its name in the contract's records and in intents
 * @param column its name in {@code listening_state}
 * @param get reads it; its result is null only for fields that stand beside a register
 * @param isValid whether an intent may carry this value (R7.1)
 * @param invalid why an intent with another value is rejected
 */
public record RegisterField<V, T>(
    String member,
    String column,
    Class<T> type,
    Function<V, T> get,
    Predicate<T> isValid,
    Reason invalid) {

  public RegisterField {
    Objects.requireNonNull(member);
    Objects.requireNonNull(column);
    if (type != Long.class && type != Boolean.class && type != UUID.class) {
      throw new IllegalArgumentException("no register holds a " + type.getSimpleName());
    }
  }

  static <V> RegisterField<V, Boolean> ofBoolean(
      String member, String column, Function<V, Boolean> get) {
    return new RegisterField<>(member, column, Boolean.class, get, value -> true, Reason.MALFORMED);
  }

  static <V> RegisterField<V, UUID> ofId(String member, String column, Function<V, UUID> get) {
    return new RegisterField<>(
        member, column, UUID.class, get, value -> true, Reason.INVALID_REFERENCE);
  }

  /** A whole number. */
  static <V> RegisterField<V, Long> ofLong(String member, String column, Function<V, Long> get) {
    return new RegisterField<>(member, column, Long.class, get, value -> true, Reason.MALFORMED);
  }

  /** The same field, which rejects intents with other values for a reason. */
  RegisterField<V, T> validWhen(Predicate<T> valid, Reason otherwise) {
    return new RegisterField<>(member, column, type, get, valid, otherwise);
  }

  /** Where the values of fields are read from: a row of the database, or an intent. */
  public interface Source {

    /** Null when there is none. */
    <T> T get(RegisterField<?, T> field);
  }
}
