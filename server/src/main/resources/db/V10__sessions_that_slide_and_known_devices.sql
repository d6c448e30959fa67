-- A session ends a year after it was last used, and no longer a year after it was opened.
-- last_seen_at is when it was last renewed: to the day.
UPDATE listener_session SET expires_at = last_seen_at + interval '365 days'
WHERE expires_at > now() AND expires_at < last_seen_at + interval '365 days';

-- A listener has at most 50 of them: the ones that were used last.
DELETE FROM listener_session WHERE token_sha256 IN (
  SELECT token_sha256 FROM (
    SELECT token_sha256, row_number() OVER (
      PARTITION BY listener_id
      ORDER BY expires_at > now() DESC, last_seen_at DESC, created_at DESC) AS place
    FROM listener_session) AS ranked
  WHERE place > 50);

-- Expired ones are looked for every hour.
CREATE INDEX listener_session_by_expiry ON listener_session (expires_at);

-- What the server seals with in which devices a listener signed in. PostgreSQL's random UUIDs come from its
-- strong source of randomness.
CREATE TABLE device_secret (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  secret   bytea   NOT NULL CHECK (octet_length(secret) = 32)
);

INSERT INTO device_secret (secret) VALUES (
  sha256(convert_to(concat(gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid()), 'UTF8')));
