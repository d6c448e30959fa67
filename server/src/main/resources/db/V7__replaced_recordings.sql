-- Since when no lecture plays a recording; null while one does. A replaced recording is kept for a
-- while, so that downloads of it can finish, and its bytes are deleted later. Its row stays (R7).
ALTER TABLE audio_asset ADD COLUMN replaced_at timestamptz;

UPDATE audio_asset SET replaced_at = now()
WHERE NOT EXISTS (SELECT FROM lecture WHERE lecture.primary_asset_id = audio_asset.id);
