-- What is left of a deleted account for a while, so that its devices can be told, and a push that is under way writes
-- nothing more. Neither names anybody: a random id, and digests of random tokens.

-- The ledger of a deleted listener stays until no instance can serve the listener's sessions any more. Whoever locks a
-- ledger finds it deleted.
ALTER TABLE listening_ledger ADD COLUMN deleted_at timestamptz;

CREATE INDEX listening_ledger_of_deleted ON listening_ledger (deleted_at) WHERE deleted_at IS NOT NULL;

-- The sessions that the account had, for as long as they would have lasted.
CREATE TABLE deleted_session (
  token_sha256 bytea       PRIMARY KEY CHECK (octet_length(token_sha256) = 32),
  listener_id  uuid        NOT NULL,
  expires_at   timestamptz NOT NULL
);

CREATE INDEX deleted_session_by_expiry ON deleted_session (expires_at);
