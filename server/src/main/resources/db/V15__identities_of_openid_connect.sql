-- Accounts that sign in through an OpenID Connect provider. They may have no password.

ALTER TABLE listener ALTER COLUMN password_hash DROP NOT NULL;

-- An identity is the pair of issuer and subject, and nothing else that a provider says of somebody.
CREATE TABLE listener_identity (
  issuer      text        NOT NULL,
  subject     text        NOT NULL,
  listener_id uuid        NOT NULL REFERENCES listener (id) ON DELETE CASCADE,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (issuer, subject)
);

CREATE INDEX listener_identity_of_listener ON listener_identity (listener_id);
