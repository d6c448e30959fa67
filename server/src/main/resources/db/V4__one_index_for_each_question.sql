-- Every revision is above 0, so this index holds what it held. But now only a statement that says so
-- can use it: looking up one lecture's state by it would read all states of the listener, and to a
-- planner that has not seen the table grow yet both ways look equally good.
DROP INDEX listening_state_by_revision;

CREATE UNIQUE INDEX listening_state_by_revision ON listening_state (listener_id, revision)
  WHERE revision > 0;
