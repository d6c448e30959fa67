-- Listeners and their sessions.

CREATE TABLE listener (
  id            uuid        PRIMARY KEY,
  -- As written at sign-up.
  name          text        NOT NULL,
  -- What makes two names the same: normalized, without case.
  name_key      text        NOT NULL UNIQUE,
  -- PHC string of Argon2id, with its salt and cost.
  password_hash text        NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE listener_session (
  -- The token itself is only in the listener's browser.
  token_sha256  bytea       PRIMARY KEY CHECK (octet_length(token_sha256) = 32),
  listener_id   uuid        NOT NULL REFERENCES listener (id) ON DELETE CASCADE,
  created_at    timestamptz NOT NULL DEFAULT now(),
  -- To the hour.
  last_seen_at  timestamptz NOT NULL DEFAULT now(),
  expires_at    timestamptz NOT NULL
);

CREATE INDEX listener_session_of_listener ON listener_session (listener_id);
