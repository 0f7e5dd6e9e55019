-- One change trail for each project, of flags and segments alike. Each entry holds the hash of the
-- one before it and of its own content, so that nothing can be changed, left out or put in between
-- without being found. The next migration carries over what was recorded before.
CREATE TABLE trail (
  project      text COLLATE "C" NOT NULL REFERENCES project (key),
  position     bigint           NOT NULL, -- from 1, without gaps
  time         timestamptz      NOT NULL,
  environment  text COLLATE "C" NOT NULL,
  changed      text             NOT NULL, -- flag or segment
  key          text COLLATE "C" NOT NULL,
  kind         text             NOT NULL,
  version      integer          NOT NULL,
  actor        text             NOT NULL,
  request_id   text             NOT NULL,
  comment      text             NOT NULL,
  instructions json             NOT NULL,
  before       json             NOT NULL, -- json, not jsonb, keeps what was hashed
  after        json             NOT NULL,
  previous     text             NOT NULL,
  hash         text             NOT NULL,
  PRIMARY KEY (project, position)
);

CREATE INDEX trail_by_key ON trail (project, environment, changed, key, position DESC);

CREATE INDEX trail_by_actor ON trail (project, actor, position DESC);

-- Where the trail ends, so that its last entries cannot be taken away either.
ALTER TABLE project
  ADD COLUMN trail_length bigint NOT NULL DEFAULT 0,
  ADD COLUMN trail_hash   text   NOT NULL DEFAULT '';

CREATE FUNCTION refuse_to_rewrite_the_trail() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the change trail is append-only: % is refused', TG_OP;
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON trail
   FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_the_trail();

CREATE TRIGGER append_only_as_a_whole BEFORE TRUNCATE ON trail
   FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_the_trail();
