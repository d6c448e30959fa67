-- The catalogue had an epoch of its own, which nothing renewed: after a snapshot was restored, devices
-- followed cursors of what no longer was, and passed over what was imported anew. Now there is one for
-- all of the database, present_epoch(), which its operator renews with new-epoch (R13).
ALTER TABLE catalogue DROP COLUMN epoch;
