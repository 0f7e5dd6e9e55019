-- An event's id need not be in these: few events of a flag or a subject are of the same millisecond, and
-- those are sorted when they are read. A row costs 80 bytes less.
DROP INDEX evaluation_by_flag;
DROP INDEX evaluation_by_subject;

CREATE INDEX evaluation_by_flag ON evaluation (flag, time DESC);

CREATE INDEX evaluation_by_subject ON evaluation (subject, time DESC);
