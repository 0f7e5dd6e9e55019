-- A subject may be longer than an index can hold, and such an evaluation could not be stored. Its hash is as good
-- to find it by, and narrower.
DROP INDEX evaluation_by_subject;

CREATE INDEX evaluation_by_subject ON evaluation (hashtextextended(subject, 0), time DESC);
