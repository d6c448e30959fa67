-- A function in SQL is parsed and planned at each call, which every push's transaction paid; one in PL/pgSQL
-- once a connection. The value stays what it was, to the byte (R13).
CREATE OR REPLACE FUNCTION present_epoch() RETURNS text LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE AS $$
BEGIN
  RETURN left(
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
  );
END
$$;
