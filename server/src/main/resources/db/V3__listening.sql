-- The listeners' own state (docs/reconciliation.md).
--
-- listener_id leads every key, and no constraint reaches across listeners or into the catalogue, so
-- that a PostgreSQL-compatible distributed engine can shard these tables by it.

-- One row per listener: whoever changes a listener's state locks it first (R12).
CREATE TABLE listening_ledger (
  listener_id uuid PRIMARY KEY,
  -- The last revision handed out.
  revision bigint NOT NULL DEFAULT 0 CHECK (revision >= 0)
) WITH (fillfactor = 70);

-- Three registers per listener and lecture, each null until an intent wrote it. Times are
-- milliseconds since 1970.
CREATE TABLE listening_state (
  listener_id uuid NOT NULL,
  lecture_id uuid NOT NULL,
  revision bigint NOT NULL CHECK (revision > 0),

  position_ms bigint CHECK (position_ms >= 0),
  position_asset_id uuid,
  position_occurred_at bigint,
  position_intent_id uuid,
  position_device_id uuid,

  completed boolean,
  completion_occurred_at bigint,
  completion_intent_id uuid,
  completion_device_id uuid,
  first_completed_at bigint,

  favorite boolean,
  favorite_occurred_at bigint,
  favorite_intent_id uuid,
  favorite_device_id uuid,

  PRIMARY KEY (listener_id, lecture_id),
  CONSTRAINT position_is_whole CHECK (
    num_nulls(
      position_ms, position_asset_id, position_occurred_at, position_intent_id, position_device_id
    ) IN (0, 5)
  ),
  CONSTRAINT completion_is_whole CHECK (
    num_nulls(completed, completion_occurred_at, completion_intent_id, completion_device_id)
      IN (0, 4)
  ),
  CONSTRAINT completed_was_first_completed CHECK (
    (completed IS NOT TRUE OR first_completed_at IS NOT NULL)
    AND (first_completed_at IS NULL OR first_completed_at <= completion_occurred_at)
  ),
  CONSTRAINT favorite_is_whole CHECK (
    num_nulls(favorite, favorite_occurred_at, favorite_intent_id, favorite_device_id) IN (0, 4)
  )
);

-- A pull walks this index and costs what changed, not what exists; unique, because a revision is
-- handed out once.
CREATE UNIQUE INDEX listening_state_by_revision ON listening_state (listener_id, revision);

-- The part of the epoch that a command can renew (R13).
CREATE TABLE database_epoch (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  id uuid NOT NULL
);

INSERT INTO database_epoch (id) VALUES (gen_random_uuid());

-- Names this history of the database (R13). It becomes another one by the command (stored id), on
-- another cluster (system identifier), in a database restored beside or instead of the old one (its
-- oid), and after a recovery to a point in time or a failover (timeline). Opaque to clients.
CREATE FUNCTION present_epoch() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT left(
    encode(
      sha256(
        convert_to(
          concat_ws(
            '/',
            (SELECT id FROM database_epoch),
            (SELECT system_identifier FROM pg_control_system()),
            (SELECT oid FROM pg_database WHERE datname = current_database()),
            left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)
          ),
          'UTF8'
        )
      ),
      'hex'
    ),
    32
  )
$$;
