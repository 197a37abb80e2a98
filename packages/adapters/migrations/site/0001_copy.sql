-- This site's copy of what the log decided. Only the fold writes these tables, one batch a transaction.
-- All times are epoch milliseconds; log time unless said otherwise. What others wrote freely (names, reasons) is kept
-- as json, not jsonb or text: those refuse characters that a record may hold, and a refused write would stop the fold.

-- Every federation file that was ever in force here, by the SHA-256 of its bytes.
CREATE TABLE federation (
  sha256 text COLLATE "C" PRIMARY KEY,
  document json NOT NULL
);

-- Where each partition stands: one row a partition, updated by every batch.
-- No live hold ends before due_from_ms; it spares searches the index entries of all holds that ended earlier.
CREATE TABLE partition_state (
  partition integer PRIMARY KEY CHECK (partition >= 0),
  next_offset bigint NOT NULL CHECK (next_offset >= 0),
  log_time_ms bigint NOT NULL CHECK (log_time_ms >= 0),
  due_from_ms bigint NOT NULL,
  federation text COLLATE "C" REFERENCES federation
) WITH (fillfactor = 10);

-- One row a game that a record named. The list in force is null until the first one; holds_sum is the sum, modulo
-- 2^256, of the SHA-256 of each of its hold rows, in hex. The free half of each page takes the next versions.
CREATE TABLE game (
  game smallint PRIMARY KEY CHECK (game BETWEEN 1 AND 9999),
  partition integer NOT NULL,
  list json,
  holds_sum text COLLATE "C" NOT NULL CHECK (length(holds_sum) = 64)
) WITH (fillfactor = 50);

-- The counters of one category, in seats, and its unit price in whole currency units.
CREATE TABLE category_stock (
  game smallint NOT NULL REFERENCES game,
  category smallint NOT NULL CHECK (category BETWEEN 1 AND 99),
  listed boolean NOT NULL,
  capacity bigint NOT NULL CHECK (capacity >= 0),
  price bigint NOT NULL,
  held bigint NOT NULL CHECK (held >= 0),
  held_by_site json NOT NULL,
  sold bigint NOT NULL CHECK (sold >= 0),
  announced_sold bigint NOT NULL CHECK (announced_sold >= 0),
  announced_pending bigint NOT NULL CHECK (announced_pending >= 0),
  PRIMARY KEY (game, category)
) WITH (fillfactor = 50);

-- Seats announced as pending at one log time by sites that do not wait for the log.
CREATE TABLE announced_pending (
  game smallint NOT NULL,
  category smallint NOT NULL,
  at_ms bigint NOT NULL,
  quantity bigint NOT NULL CHECK (quantity > 0),
  partition integer NOT NULL,
  PRIMARY KEY (game, category, at_ms)
) WITH (fillfactor = 80);

CREATE INDEX announced_pending_due ON announced_pending (partition, at_ms);

-- Every hold that was ever decided, for ever. Only held and sold ones still change.
-- The primary key starts with the game: the rows of a popular game share pages. Ids differ sooner than sites do.
CREATE TABLE hold (
  expires_at_ms bigint,
  quantity bigint NOT NULL,
  price bigint NOT NULL,
  id uuid NOT NULL,
  partition integer NOT NULL,
  game smallint NOT NULL,
  category smallint NOT NULL,
  site text COLLATE "C" NOT NULL,
  buyer text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('held', 'sold', 'refused', 'expired', 'released', 'refunded')),
  country text COLLATE "C",
  returned_seats integer[],
  refusal json,
  PRIMARY KEY (game, id, site),
  CHECK ((state = 'held') = (expires_at_ms IS NOT NULL)),
  CHECK ((state = 'sold') = (returned_seats IS NOT NULL)),
  CHECK ((state = 'refused') = (refusal IS NOT NULL)),
  CHECK (quantity >= 1 OR state = 'refused')
);

-- Which holds end by a log time.
CREATE INDEX hold_due ON hold (partition, expires_at_ms) WHERE state = 'held';

-- What a buyer has, of one game or of all: a count kept beside the holds would be one more row to write for each. By a
-- hash, as buyers are hashes themselves: an entry is a third as long, and every new buyer's entry is on another page.
CREATE INDEX hold_buyer ON hold (hashtextextended(buyer, 0)) WHERE state IN ('held', 'sold');

-- Holds of this site that its limit per tournament does not allow. Open until the hold is seen to have ended.
CREATE TABLE give_back (
  game smallint NOT NULL,
  site text COLLATE "C" NOT NULL,
  id uuid NOT NULL,
  open boolean NOT NULL DEFAULT true,
  PRIMARY KEY (game, id, site)
);

CREATE INDEX give_back_open ON give_back (game, id) WHERE open;

-- What each record, or the log clock, did: the history of the partition, the same on every site. One row a batch, not a
-- line: a line then costs its text instead of a row and an index entry. `lines` is a JSON array of arrays: offset, step,
-- time, kind, game, category, quantity, price, site, hold, detail.
CREATE TABLE journal_batch (
  partition integer NOT NULL,
  last_offset bigint NOT NULL,
  first_offset bigint NOT NULL CHECK (first_offset <= last_offset),
  lines text NOT NULL,
  PRIMARY KEY (partition, last_offset)
);

-- Compressing it would take longer than writing it.
ALTER TABLE journal_batch ALTER COLUMN lines SET STORAGE EXTERNAL;

-- For people: a line a row.
CREATE VIEW journal AS
SELECT
  batch.partition,
  (line -> 0)::text::bigint AS log_offset,
  (line -> 1)::text::integer AS step,
  to_timestamp((line -> 2)::text::bigint / 1000.0) AS "time",
  trim('"' FROM (line -> 3)::text) AS kind,
  nullif((line -> 4)::text, 'null')::smallint AS game,
  nullif((line -> 5)::text, 'null')::smallint AS category,
  nullif((line -> 6)::text, 'null')::bigint AS quantity,
  nullif((line -> 7)::text, 'null')::bigint AS price,
  trim('"' FROM nullif((line -> 8)::text, 'null')) AS site,
  trim('"' FROM nullif((line -> 9)::text, 'null'))::uuid AS hold,
  line -> 10 AS detail
FROM journal_batch AS batch, json_array_elements(batch.lines::json) AS line;

-- Records that were not applied, whole: headers are [name, base64 or null] pairs in their order.
CREATE TABLE dead_letter (
  partition integer NOT NULL,
  log_offset bigint NOT NULL,
  reason text COLLATE "C" NOT NULL,
  key bytea,
  value bytea,
  headers json NOT NULL,
  timestamp_ms bigint NOT NULL,
  PRIMARY KEY (partition, log_offset)
);

-- This site's own digest just after the digest record at an offset, in hex.
CREATE TABLE digest (
  partition integer NOT NULL,
  log_offset bigint NOT NULL,
  state text COLLATE "C" NOT NULL,
  PRIMARY KEY (partition, log_offset)
);
