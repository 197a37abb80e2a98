-- CANCELLED notices that this site owes to sites that do not wait for the log: one row each, by the line of the journal
-- that it is owed for, written and removed by the commits that fold the cause and the notice. Whoever is to append it
-- takes it first: at taken_at_ms by the site's clock, for the tries-th time.
CREATE TABLE notice (
  partition integer NOT NULL,
  log_offset bigint NOT NULL,
  step integer NOT NULL,
  game smallint NOT NULL,
  site text COLLATE "C" NOT NULL,
  id uuid NOT NULL,
  category smallint NOT NULL,
  quantity bigint NOT NULL,
  price bigint NOT NULL,
  reason text COLLATE "C" NOT NULL CHECK (reason IN ('refused', 'expired', 'duplicate')),
  taken_at_ms bigint,
  tries smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (partition, log_offset, step)
);

CREATE INDEX notice_hold ON notice (game, id, site);
