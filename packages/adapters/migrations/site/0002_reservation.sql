-- What buyers asked this site for, written once, before anything is appended. What became of it is what the log made
-- of its holds. Who they are is known here only. Times are by this site's clock, epoch milliseconds.
CREATE TABLE reservation (
  id uuid PRIMARY KEY,
  session uuid NOT NULL,
  created_at_ms bigint NOT NULL,
  abandoned_at_ms bigint,
  site text COLLATE "C" NOT NULL,
  buyer text COLLATE "C" NOT NULL,
  email text NOT NULL,
  name text NOT NULL,
  country text,
  body_hash text COLLATE "C" NOT NULL,
  items json NOT NULL
);

CREATE INDEX reservation_session ON reservation (session, created_at_ms);
CREATE INDEX reservation_created ON reservation (created_at_ms);

-- One row: of every reservation created before swept_to_ms it is known whether its requests reached the log.
CREATE TABLE reservation_sweep (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  swept_to_ms bigint NOT NULL
);

INSERT INTO reservation_sweep (swept_to_ms) VALUES (0);
