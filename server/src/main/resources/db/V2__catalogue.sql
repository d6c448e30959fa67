-- What there is to listen to. Rows are never deleted, only unpublished: listeners' progress, devices
-- and addresses refer to them (R7).
--
-- Every row of scholar, series, lecture and audio_asset has the revision of its last change. Revisions
-- are handed out while the row of `catalogue` is locked, and that lock is held until the commit; so
-- whoever sees a revision sees every smaller one, and a cursor misses nothing (R12).

CREATE TABLE catalogue (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  -- Names this history of the catalogue (R13).
  epoch    uuid    NOT NULL DEFAULT gen_random_uuid(),
  -- The greatest revision handed out so far.
  revision bigint  NOT NULL DEFAULT 0
);

INSERT INTO catalogue DEFAULT VALUES;

-- A folder that is imported. Imports of one never touch another's lectures.
CREATE TABLE library (
  id   uuid PRIMARY KEY,
  -- Where it was at its last import: a real, absolute path.
  root text NOT NULL,
  -- What its own `.durus` file calls it; then it is itself wherever it lies.
  name text UNIQUE
);

-- Without a name, a library is recognized by where it lies.
CREATE UNIQUE INDEX library_without_name_by_root ON library (root) WHERE name IS NULL;

CREATE TABLE scholar (
  id        uuid    PRIMARY KEY,
  name      text    NOT NULL UNIQUE,
  published boolean NOT NULL,
  revision  bigint  NOT NULL
);

CREATE TABLE series (
  id         uuid    PRIMARY KEY,
  scholar_id uuid    NOT NULL REFERENCES scholar,
  title      text    NOT NULL,
  published  boolean NOT NULL,
  revision   bigint  NOT NULL,
  UNIQUE (scholar_id, title)
);

CREATE TABLE lecture (
  id               uuid    PRIMARY KEY,
  library_id       uuid    NOT NULL REFERENCES library,
  -- Of its file within the library, with '/', in Unicode's form C; null once another lecture's file
  -- has that name. Two lectures may swap names in one import.
  path             text,
  scholar_id       uuid    NOT NULL REFERENCES scholar,
  -- Null for a single lecture.
  series_id        uuid    REFERENCES series,
  -- Its place in the series, from 1; 0 for a single lecture.
  number           integer NOT NULL CHECK (number >= 0),
  title            text    NOT NULL,
  -- BCP 47.
  language         text,
  primary_asset_id uuid    NOT NULL,
  added_at         timestamptz NOT NULL DEFAULT now(),
  published        boolean NOT NULL,
  revision         bigint  NOT NULL,
  UNIQUE (library_id, path) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE audio_asset (
  id           uuid   PRIMARY KEY,
  lecture_id   uuid   NOT NULL REFERENCES lecture,
  -- Of the whole file, and of its audio without tags; 64 lower-case hexadecimal digits.
  sha256       text   NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  audio_sha256 text   NOT NULL CHECK (audio_sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes   bigint NOT NULL CHECK (size_bytes > 0),
  duration_ms  bigint NOT NULL CHECK (duration_ms > 0),
  -- mp3 or m4a.
  extension    text   NOT NULL CHECK (extension IN ('mp3', 'm4a')),
  revision     bigint NOT NULL,
  UNIQUE (lecture_id, sha256)
);

ALTER TABLE lecture
  ADD FOREIGN KEY (primary_asset_id) REFERENCES audio_asset DEFERRABLE INITIALLY DEFERRED;

CREATE UNIQUE INDEX scholar_by_revision ON scholar (revision);
CREATE UNIQUE INDEX series_by_revision ON series (revision);
CREATE UNIQUE INDEX lecture_by_revision ON lecture (revision);
CREATE UNIQUE INDEX audio_asset_by_revision ON audio_asset (revision);
