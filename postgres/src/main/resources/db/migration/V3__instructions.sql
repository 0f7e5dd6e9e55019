-- What each change did, as instructions, and what was said about it.
ALTER TABLE change
  ADD COLUMN instructions json NOT NULL DEFAULT '[]',
  ADD COLUMN comment      text NOT NULL DEFAULT '';
