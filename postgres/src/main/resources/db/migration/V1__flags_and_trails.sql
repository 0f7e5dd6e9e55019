-- Keys sort by their bytes, so that pages go on where the last one ended whatever the locale.

CREATE TABLE project (
  key        text COLLATE "C" PRIMARY KEY,
  name       text             NOT NULL,
  created_at timestamptz      NOT NULL
);

CREATE TABLE environment (
  project    text COLLATE "C" NOT NULL REFERENCES project (key),
  key        text COLLATE "C" NOT NULL,
  name       text             NOT NULL,
  created_at timestamptz      NOT NULL,
  revision   bigint           NOT NULL DEFAULT 0, -- counts the changes of its flags
  PRIMARY KEY (project, key)
);

CREATE TABLE flag (
  project     text COLLATE "C" NOT NULL,
  environment text COLLATE "C" NOT NULL,
  key         text COLLATE "C" NOT NULL,
  version     integer          NOT NULL,
  revision    bigint           NOT NULL, -- the environment's revision that its last change made
  archived    boolean          NOT NULL,
  name        text             NOT NULL,
  description text             NOT NULL,
  tags        text[]           NOT NULL,
  body        json             NOT NULL, -- the whole flag; json, not jsonb, keeps it as it was written
  PRIMARY KEY (project, environment, key),
  FOREIGN KEY (project, environment) REFERENCES environment (project, key)
);

CREATE INDEX flag_by_revision ON flag (project, environment, revision);

CREATE TABLE change (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  time        timestamptz      NOT NULL,
  project     text COLLATE "C" NOT NULL,
  environment text COLLATE "C" NOT NULL,
  flag        text COLLATE "C" NOT NULL,
  kind        text             NOT NULL,
  version     integer          NOT NULL,
  actor       text             NOT NULL,
  request_id  text             NOT NULL,
  before      json             NOT NULL,
  after       json             NOT NULL
);

CREATE INDEX change_by_flag ON change (project, environment, flag, id DESC);

-- One partition a day, made by the audit-worker. The primary key makes storing an event idempotent.
CREATE TABLE evaluation (
  id          uuid             NOT NULL,
  time        timestamptz      NOT NULL,
  project     text COLLATE "C" NOT NULL,
  environment text COLLATE "C" NOT NULL,
  flag        text COLLATE "C" NOT NULL,
  version     integer          NOT NULL,
  variant     text             NOT NULL,
  reason      text             NOT NULL,
  rule        text             NOT NULL,
  subject     text             NOT NULL,
  attributes  json,
  PRIMARY KEY (time, id)
) PARTITION BY RANGE (time);

CREATE INDEX evaluation_by_flag ON evaluation (project, environment, flag, time DESC, id DESC);

-- Entries of the evaluation stream that could not be stored, as they came.
CREATE TABLE dead_letter (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  time      timestamptz NOT NULL,
  stream_id text        NOT NULL UNIQUE,
  entry     bytea       NOT NULL,
  error     text        NOT NULL
);

INSERT INTO project (key, name, created_at) VALUES ('default', 'Default', now());

INSERT INTO environment (project, key, name, created_at)
VALUES ('default', 'development', 'Development', now()),
       ('default', 'staging', 'Staging', now()),
       ('default', 'production', 'Production', now());
