-- Chapters of a lecture's present recording, in their order: a list of startMs and title. One value
-- that is written and read whole.
ALTER TABLE lecture ADD COLUMN chapters jsonb NOT NULL DEFAULT '[]';
