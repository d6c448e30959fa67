package app.durus.server.listening.pg;

import app.durus.server.listening.rules.RegisterTypes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The statement that writes what a batch changed: new states, existing states, and the revisions of
 * their listeners. It is one statement because {@code COMMIT} is sent with it: when it fails,
 * nothing of the batch is committed.
 *
 * <p>New and existing states are written by separate parts, which costs half of {@code ON
 * CONFLICT}. That is safe: under the listener's lock nobody else can insert a state.
 *
 * <p>Parameters are arrays: {@code $1} the listeners and {@code $2} their last revisions, then one
 * parameter for each column of the new states, then the same for the existing ones. A part without
 * states is left out, with its parameters.
 */
final class WriteSql {

  private static final List<Column> KEY =
      List.of(new Column("listener_id", "uuid"), new Column("lecture_id", "uuid"));

  private static final Column REVISION = new Column("revision", "bigint");

  private static final Map<Class<?>, String> SQL_TYPES =
      Map.of(Long.class, "bigint", UUID.class, "uuid", Boolean.class, "boolean");

  /** Null where a register did not change. */
  private static final List<Column> REGISTERS =
      RegisterTypes.ALL.stream()
          .flatMap(type -> type.columns().stream())
          .map(field -> new Column(field.column(), SQL_TYPES.get(field.type())))
          .toList();

  private static final List<Column> ALL =
      Stream.of(KEY, List.of(REVISION), REGISTERS).flatMap(List::stream).toList();

  private static final int FIRST_OF_STATES = 3;

  private static final String NEW = inserted(FIRST_OF_STATES);
  private static final String PRESENT = updated(FIRST_OF_STATES);
  private static final String NEW_AND_PRESENT =
      inserted(FIRST_OF_STATES) + ",\n" + updated(FIRST_OF_STATES + ALL.size());

  private static final String ONLY_NEW = statement(NEW, "(SELECT count(*) FROM inserted)");
  private static final String ONLY_PRESENT = statement(PRESENT, "(SELECT count(*) FROM updated)");
  private static final String BOTH =
      statement(
          NEW_AND_PRESENT, "(SELECT count(*) FROM inserted) + (SELECT count(*) FROM updated)");

  private record Column(String name, String type) {}

  private WriteSql() {}

  /**
   * Selects one row: how many {@code ledgers} were raised and how many {@code states} written.
   *
   * @param hasNew whether there are new states
   * @param hasPresent whether there are existing states; at least one of both must be true
   */
  static String of(boolean hasNew, boolean hasPresent) {
    if (hasNew && hasPresent) {
      return BOTH;
    }
    return hasNew ? ONLY_NEW : ONLY_PRESENT;
  }

  private static String statement(String written, String states) {
    return "WITH "
        + written
        + String.format(
            Locale.ROOT,
            """
            , raised AS (
              UPDATE listening_ledger
              SET revision = ($2::bigint[])[array_position($1::uuid[], listener_id)]
              WHERE listener_id = ANY ($1::uuid[])
              RETURNING 1)
            SELECT (SELECT count(*) FROM raised) AS ledgers, %s AS states
            """,
            states);
  }

  private static String inserted(int firstParameter) {
    return String.format(
        Locale.ROOT,
        """
        inserted AS (
          INSERT INTO listening_state (%s)
          SELECT * FROM unnest(%s) AS changed
          RETURNING 1)\
        """,
        names(),
        parameters(firstParameter));
  }

  /**
   * A register that did not change comes as nulls and keeps its columns. This works because a
   * register never goes back to null, and all of its columns are null or none is.
   */
  private static String updated(int firstParameter) {
    String registers =
        REGISTERS.stream()
            .map(
                column ->
                    String.format(
                        Locale.ROOT, "%1$s = coalesce(changed.%1$s, s.%1$s)", column.name()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        """
        updated AS (
          UPDATE listening_state s SET revision = changed.revision, %s
          FROM unnest(%s) AS changed (%s)
          WHERE s.listener_id = changed.listener_id AND s.lecture_id = changed.lecture_id
          RETURNING 1)\
        """,
        registers,
        parameters(firstParameter),
        names());
  }

  private static String names() {
    return ALL.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  private static String parameters(int first) {
    return IntStream.range(0, ALL.size())
        .mapToObj(i -> String.format(Locale.ROOT, "$%d::%s[]", first + i, ALL.get(i).type()))
        .collect(Collectors.joining(", "));
  }
}
