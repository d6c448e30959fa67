-- Disabled accounts, sessions that a listener can tell apart, and codes that an operator hands out.

ALTER TABLE listener ADD COLUMN disabled_at timestamptz;

-- How a listener names a session: the token's digest would help somebody who reads an answer to find it.
ALTER TABLE listener_session ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
-- What the browser called itself when the session began; empty for sessions from before.
ALTER TABLE listener_session ADD COLUMN device text NOT NULL DEFAULT '' CHECK (length(device) <= 200);

-- A code works once: using it deletes the row.
CREATE TABLE account_code (
  -- The code itself is only with the one to whom it was given.
  code_sha256 bytea       PRIMARY KEY CHECK (octet_length(code_sha256) = 32),
  -- The account whose password the code resets; null for an invitation.
  listener_id uuid        REFERENCES listener (id) ON DELETE CASCADE,
  expires_at  timestamptz NOT NULL
);

CREATE INDEX account_code_of_listener ON account_code (listener_id);
