-- Nothing is stored that is not counted.
LOCK TABLE evaluation IN SHARE MODE;

-- How often each flag served each variant, minute by minute: exact, also where the trail keeps a sample.
-- Rows of the running minute change with each batch; there is room beside them, so that no index does.
CREATE TABLE evaluation_count (
  flag        integer          NOT NULL, -- evaluated_flag
  minute      timestamptz      NOT NULL,
  variant     text COLLATE "C" NOT NULL,
  evaluations bigint           NOT NULL,
  PRIMARY KEY (flag, minute, variant)
) WITH (fillfactor = 50);

CREATE INDEX evaluation_count_by_minute ON evaluation_count USING brin (minute);

-- What evaluators have counted, and is in evaluation_count: when it comes again, it changes nothing.
CREATE TABLE counted (
  minute timestamptz NOT NULL,
  id     uuid        NOT NULL,
  PRIMARY KEY (minute, id)
);

INSERT INTO evaluation_count (flag, minute, variant, evaluations)
SELECT evaluation.flag, date_trunc('minute', time), variant, count(*)
  FROM evaluation
  JOIN outcome ON outcome.id = evaluation.outcome
 GROUP BY 1, 2, 3;
