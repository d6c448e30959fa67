-- How scholars, series and lectures are presented beyond their title: description, picture and
-- translations. One value that is written and read whole; what is not known is left out of it.
ALTER TABLE scholar ADD COLUMN presentation jsonb NOT NULL DEFAULT '{}';
ALTER TABLE series  ADD COLUMN presentation jsonb NOT NULL DEFAULT '{}';
ALTER TABLE lecture ADD COLUMN presentation jsonb NOT NULL DEFAULT '{}';

-- Ogg Vorbis, Ogg Opus and FLAC beside mp3 and m4a.
ALTER TABLE audio_asset DROP CONSTRAINT audio_asset_extension_check;
ALTER TABLE audio_asset ADD CONSTRAINT audio_asset_extension_check
  CHECK (extension IN ('mp3', 'm4a', 'ogg', 'opus', 'flac'));
