-- What a flag refers to, so that nothing that is in use is deleted.
ALTER TABLE flag
  ADD COLUMN segments   text[] NOT NULL DEFAULT '{}',
  ADD COLUMN depends_on text[] NOT NULL DEFAULT '{}'; -- other flags

-- A deleted segment stays as a row, so that evaluators that fell behind can be told, and so that a
-- new segment with its key goes on counting versions.
CREATE TABLE segment (
  project     text COLLATE "C" NOT NULL,
  environment text COLLATE "C" NOT NULL,
  key         text COLLATE "C" NOT NULL,
  version     integer          NOT NULL,
  revision    bigint           NOT NULL, -- the environment's revision that its last change made
  removed     boolean          NOT NULL,
  name        text             NOT NULL,
  body        json             NOT NULL, -- the whole segment but the keys of its lists
  PRIMARY KEY (project, environment, key),
  FOREIGN KEY (project, environment) REFERENCES environment (project, key)
);

CREATE INDEX segment_by_revision ON segment (project, environment, revision);

-- The keys of the lists, each with a line feed behind it, sorted. A part that has lost its last key
-- stays as a row, too.
CREATE TABLE segment_part (
  project     text COLLATE "C" NOT NULL,
  environment text COLLATE "C" NOT NULL,
  segment     text COLLATE "C" NOT NULL,
  list        text COLLATE "C" NOT NULL,
  part        integer          NOT NULL,
  version     integer          NOT NULL, -- the segment's version that last changed it
  revision    bigint           NOT NULL,
  keys        text             NOT NULL,
  PRIMARY KEY (project, environment, segment, list, part),
  FOREIGN KEY (project, environment, segment) REFERENCES segment (project, environment, key)
);

-- Random ids do not compress.
ALTER TABLE segment_part ALTER COLUMN keys SET STORAGE EXTERNAL;

CREATE INDEX segment_part_by_revision ON segment_part (project, environment, revision);

CREATE TABLE segment_change (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  time         timestamptz      NOT NULL,
  project      text COLLATE "C" NOT NULL,
  environment  text COLLATE "C" NOT NULL,
  segment      text COLLATE "C" NOT NULL,
  kind         text             NOT NULL,
  version      integer          NOT NULL,
  actor        text             NOT NULL,
  request_id   text             NOT NULL,
  before       json             NOT NULL,
  after        json             NOT NULL,
  instructions json             NOT NULL -- what it did to the lists
);

CREATE INDEX segment_change_by_segment ON segment_change (project, environment, segment, id DESC);
