package app.durus.server.listening.pg;

/**
 * The ledger's statements. {@code listener_id} leads each that touches a listening table, and none
 * of them depends on how many intents a push has.
 */
final class ListeningSql {

  private ListeningSql() {}

  private static final String STATE_COLUMNS =
      """
      s.lecture_id, s.revision,
      s.position_ms, s.position_asset_id, s.position_occurred_at,
      s.position_intent_id, s.position_device_id,
      s.completed, s.completion_occurred_at, s.completion_intent_id, s.completion_device_id,
      s.first_completed_at,
      s.favorite, s.favorite_occurred_at, s.favorite_intent_id, s.favorite_device_id
      """;

  /**
   * Waits for whoever is just creating the same row; in the order in which they are locked, lest
   * two that create the same rows wait for each other.
   */
  static final String CREATE_LEDGERS =
      """
      INSERT INTO listening_ledger (listener_id)
      SELECT listener_id FROM unnest($1::uuid[]) AS asked (listener_id) ORDER BY listener_id
      ON CONFLICT DO NOTHING
      """;

  /** Rows are locked as they come out of the sort: a listener's id never changes. */
  static final String LOCK_LEDGERS =
      """
      SELECT listener_id, revision FROM listening_ledger WHERE listener_id = ANY ($1)
      ORDER BY listener_id FOR UPDATE
      """;

  /**
   * {@code clock_timestamp()}, because {@code now()} is the transaction's start: from before the
   * wait for the lock.
   */
  static final String CLOCK_AND_EPOCH =
      """
      SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS database_time,
             present_epoch() AS epoch
      """;

  /** One row, for a listener without a ledger too. */
  static final String CLOCK_EPOCH_AND_REVISION =
      """
      SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS database_time,
             present_epoch() AS epoch,
             coalesce((SELECT revision FROM listening_ledger WHERE listener_id = $1), 0) AS revision
      """;

  /**
   * {@code OFFSET 0} keeps it at one look into the index for each: a plan made while the table was
   * empty would read the whole table, for as long as it is kept.
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
   * Scoped to columns: a register that did not change comes as nulls and stays as it is. This works
   * because a register never goes back to null, and its columns are null together.
   *
   * <p>States and revisions in one statement: whatever keeps it from running keeps out both.
   */
  static final String WRITE_STATES_AND_REVISIONS =
      """
      WITH written AS (
      INSERT INTO listening_state AS s (
        listener_id, lecture_id, revision,
        position_ms, position_asset_id, position_occurred_at,
        position_intent_id, position_device_id,
        completed, completion_occurred_at, completion_intent_id, completion_device_id,
        first_completed_at,
        favorite, favorite_occurred_at, favorite_intent_id, favorite_device_id)
      SELECT changed.*
      FROM unnest(
        $1::uuid[], $2::uuid[], $3::bigint[],
        $4::bigint[], $5::uuid[], $6::bigint[], $7::uuid[], $8::uuid[],
        $9::boolean[], $10::bigint[], $11::uuid[], $12::uuid[],
        $13::bigint[],
        $14::boolean[], $15::bigint[], $16::uuid[], $17::uuid[]) AS changed
      ON CONFLICT (listener_id, lecture_id) DO UPDATE SET
        revision = EXCLUDED.revision,
        position_ms = coalesce(EXCLUDED.position_ms, s.position_ms),
        position_asset_id = coalesce(EXCLUDED.position_asset_id, s.position_asset_id),
        position_occurred_at = coalesce(EXCLUDED.position_occurred_at, s.position_occurred_at),
        position_intent_id = coalesce(EXCLUDED.position_intent_id, s.position_intent_id),
        position_device_id = coalesce(EXCLUDED.position_device_id, s.position_device_id),
        completed = coalesce(EXCLUDED.completed, s.completed),
        completion_occurred_at =
          coalesce(EXCLUDED.completion_occurred_at, s.completion_occurred_at),
        completion_intent_id = coalesce(EXCLUDED.completion_intent_id, s.completion_intent_id),
        completion_device_id = coalesce(EXCLUDED.completion_device_id, s.completion_device_id),
        first_completed_at = coalesce(EXCLUDED.first_completed_at, s.first_completed_at),
        favorite = coalesce(EXCLUDED.favorite, s.favorite),
        favorite_occurred_at = coalesce(EXCLUDED.favorite_occurred_at, s.favorite_occurred_at),
        favorite_intent_id = coalesce(EXCLUDED.favorite_intent_id, s.favorite_intent_id),
        favorite_device_id = coalesce(EXCLUDED.favorite_device_id, s.favorite_device_id)
      )
      UPDATE listening_ledger
      SET revision = ($19::bigint[])[array_position($18::uuid[], listener_id)]
      WHERE listener_id = ANY ($18::uuid[])
      """;

  /**
   * Asked for one row more than the page holds, to know whether there is more. The index by
   * revision wants to hear that revisions are above 0.
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

  /** {@link #PAGE} for several listeners; each row says whose page it is on, counted from 1. */
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
