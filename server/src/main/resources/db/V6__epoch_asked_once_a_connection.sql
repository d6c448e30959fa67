-- What of the epoch is the same for as long as a connection lives is found out once a connection:
-- the cluster, the database and the timeline cannot change under one that may write, and the first
-- of them is read from a file at each asking. The value stays what it was, to the byte (R13).
CREATE OR REPLACE FUNCTION present_epoch() RETURNS text LANGUAGE sql VOLATILE PARALLEL UNSAFE AS $$
  SELECT left(
    encode(
      sha256(
        convert_to(
          concat_ws(
            '/',
            (SELECT id FROM database_epoch),
            coalesce(
              nullif(current_setting('durus.history', true), ''),
              set_config(
                'durus.history',
                concat_ws(
                  '/',
                  (SELECT system_identifier FROM pg_control_system()),
                  (SELECT oid FROM pg_database WHERE datname = current_database()),
                  left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)
                ),
                false
              )
            )
          ),
          'UTF8'
        )
      ),
      'hex'
    ),
    32
  )
$$;
