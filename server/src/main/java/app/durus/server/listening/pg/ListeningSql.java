package app.durus.server.listening.pg;

import app.durus.server.listening.rules.RegisterField;
import app.durus.server.listening.rules.RegisterTypes;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ledger's statements. {@code listener_id} leads each that touches a listening table, and none
 * of them depends on how many intents a push has.
 */
final class ListeningSql {

  private ListeningSql() {}

  /** A lecture's state, from {@code listening_state s}. */
  private static final String STATE_COLUMNS =
      Stream.concat(
              Stream.of("lecture_id", "revision"),
              RegisterTypes.ALL.stream()
                  .flatMap(type -> type.columns().stream())
                  .map(RegisterField::column))
          .map(column -> "s." + column)
          .collect(Collectors.joining(", ", "", "\n"));

  /**
   * For listeners without a ledger. Rows are inserted in the order in which they are locked, so
   * that two transactions that create the same rows do not deadlock.
   */
  static final String CREATE_LEDGERS =
      """
      INSERT INTO listening_ledger (listener_id)
      SELECT listener_id FROM unnest($1::uuid[]) AS asked (listener_id) ORDER BY listener_id
      ON CONFLICT DO NOTHING
      """;

  /**
   * Rows are locked in sorted order: a listener's id never changes. The ledger of a deleted
   * listener counts as missing, also when the listener was deleted during the wait for the lock.
   */
  static final String LOCK_LEDGERS =
      """
      SELECT listener_id, revision FROM listening_ledger
      WHERE listener_id = ANY ($1) AND deleted_at IS NULL
      ORDER BY listener_id FOR UPDATE
      """;

  /** Skips ledgers that are locked elsewhere. */
  static final String LOCK_FREE_LEDGERS = LOCK_LEDGERS.stripTrailing() + " SKIP LOCKED";

  /**
   * {@code clock_timestamp()}, because {@code now()} is the transaction's start, which is before
   * the wait for the lock (R8).
   */
  static final String CLOCK_EPOCH_AND_CATALOGUE =
      """
      SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS database_time,
             present_epoch() AS epoch, catalogue.revision AS catalogue_revision
      FROM catalogue
      """;

  /** One row, also for a listener without a ledger. */
  static final String CLOCK_EPOCH_AND_REVISION =
      """
      SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS database_time,
             present_epoch() AS epoch,
             coalesce((SELECT revision FROM listening_ledger WHERE listener_id = $1), 0) AS revision
      """;

  /**
   * {@code OFFSET 0} forces one index lookup for each pair. Without it, a plan that was made while
   * the table was empty would read the whole table for as long as the plan is cached.
   */
  static final String TOUCHED_STATES =
      "SELECT s.listener_id, "
          + STATE_COLUMNS
          + """
          FROM unnest($1::uuid[], $2::uuid[]) AS touched (listener_id, lecture_id)
          CROSS JOIN LATERAL (
            SELECT * FROM listening_state
            WHERE listener_id = touched.listener_id AND lecture_id = touched.lecture_id
            OFFSET 0) s
          """;

  static final String LECTURES =
      """
      SELECT l.id, a.duration_ms
      FROM lecture l LEFT JOIN audio_asset a ON a.id = l.primary_asset_id
      WHERE l.id = ANY ($1)
      """;

  static final String ASSETS = "SELECT id, lecture_id FROM audio_asset WHERE id = ANY ($1)";

  /**
   * Called with a limit of one row more than the page holds, to know whether there are more. {@code
   * revision > 0} is needed so that PostgreSQL uses the partial index by revision.
   */
  static final String PAGE =
      "SELECT "
          + STATE_COLUMNS
          + """
          , a.duration_ms
          FROM listening_state s
          LEFT JOIN lecture l ON l.id = s.lecture_id
          LEFT JOIN audio_asset a ON a.id = l.primary_asset_id
          WHERE s.listener_id = $1 AND s.revision > $2 AND s.revision > 0
          ORDER BY s.revision
          LIMIT $3
          """;

  /** {@link #PAGE} for several listeners; {@code place} counts the listeners from 1. */
  static final String PAGES =
      "SELECT asked.place, "
          + STATE_COLUMNS
          + """
          , a.duration_ms
          FROM unnest($1::uuid[], $2::bigint[], $3::bigint[])
            WITH ORDINALITY AS asked (listener_id, start, size, place)
          CROSS JOIN LATERAL (
            SELECT * FROM listening_state
            WHERE listener_id = asked.listener_id AND revision > asked.start AND revision > 0
            ORDER BY revision
            LIMIT asked.size) s
          LEFT JOIN lecture l ON l.id = s.lecture_id
          LEFT JOIN audio_asset a ON a.id = l.primary_asset_id
          ORDER BY asked.place, s.revision
          """;
}
