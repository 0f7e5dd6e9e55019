-- What evaluations have in common is spelled once: a row is half as wide, and what the index by flag
-- saves is worth one by subject.
CREATE TABLE evaluated_flag (
  id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project     text COLLATE "C" NOT NULL,
  environment text COLLATE "C" NOT NULL,
  key         text COLLATE "C" NOT NULL,
  UNIQUE (project, environment, key)
);

CREATE TABLE outcome (
  id      integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  flag    integer          NOT NULL REFERENCES evaluated_flag (id),
  version integer          NOT NULL,
  variant text COLLATE "C" NOT NULL,
  reason  text COLLATE "C" NOT NULL,
  rule    text COLLATE "C" NOT NULL,
  UNIQUE (flag, version, variant, reason, rule)
);

ALTER TABLE evaluation RENAME TO old_evaluation;
ALTER INDEX evaluation_pkey RENAME TO old_evaluation_pkey;
ALTER INDEX evaluation_by_flag RENAME TO old_evaluation_by_flag;

-- One partition a day, made by the audit-worker. The primary key makes storing an event idempotent.
CREATE TABLE evaluation (
  time       timestamptz      NOT NULL,
  id         uuid             NOT NULL,
  flag       integer          NOT NULL, -- evaluated_flag; in outcome too, but indexed here
  outcome    integer          NOT NULL,
  subject    text COLLATE "C" NOT NULL,
  attributes json,
  PRIMARY KEY (time, id)
) PARTITION BY RANGE (time);

CREATE INDEX evaluation_by_flag ON evaluation (flag, time DESC, id DESC);

CREATE INDEX evaluation_by_subject ON evaluation (subject, time DESC, id DESC);

-- The evaluations as people read them.
CREATE VIEW evaluations AS
SELECT evaluation.id, evaluation.time, evaluated_flag.project, evaluated_flag.environment,
       evaluated_flag.key AS flag, outcome.version, outcome.variant, outcome.reason, outcome.rule,
       evaluation.subject, evaluation.attributes
  FROM evaluation
  JOIN outcome ON outcome.id = evaluation.outcome
  JOIN evaluated_flag ON evaluated_flag.id = evaluation.flag;

DO $$
DECLARE
  day record;
BEGIN
  FOR day IN
    SELECT child.relname AS name, pg_get_expr(child.relpartbound, child.oid) AS bounds
      FROM pg_inherits
      JOIN pg_class child ON child.oid = pg_inherits.inhrelid
     WHERE pg_inherits.inhparent = 'old_evaluation'::regclass
  LOOP
    EXECUTE format('ALTER TABLE %I RENAME TO %I', day.name, 'old_' || day.name);
    EXECUTE format('CREATE TABLE %I PARTITION OF evaluation %s', day.name, day.bounds);
  END LOOP;
END
$$;

INSERT INTO evaluated_flag (project, environment, key)
SELECT DISTINCT project, environment, flag
  FROM old_evaluation;

INSERT INTO outcome (flag, version, variant, reason, rule)
SELECT DISTINCT evaluated_flag.id, old.version, old.variant, old.reason, old.rule
  FROM old_evaluation old
  JOIN evaluated_flag
    ON (evaluated_flag.project, evaluated_flag.environment, evaluated_flag.key)
       = (old.project, old.environment, old.flag);

INSERT INTO evaluation (time, id, flag, outcome, subject, attributes)
SELECT old.time, old.id, outcome.flag, outcome.id, old.subject, old.attributes
  FROM old_evaluation old
  JOIN evaluated_flag
    ON (evaluated_flag.project, evaluated_flag.environment, evaluated_flag.key)
       = (old.project, old.environment, old.flag)
  JOIN outcome
    ON (outcome.flag, outcome.version, outcome.variant, outcome.reason, outcome.rule)
       = (evaluated_flag.id, old.version, old.variant, old.reason, old.rule);

DROP TABLE old_evaluation;
