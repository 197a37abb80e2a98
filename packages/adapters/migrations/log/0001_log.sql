-- The sales log in a database of its own: one partition, dense offsets from 0.

-- One row. Whoever appends holds its lock until the commit, so offsets are seen in the order they were given out.
-- Updated by every batch: most of its page stays free, and old versions are cleared away within it.
CREATE TABLE log_head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  log_id text NOT NULL CHECK (log_id <> ''),
  next_offset bigint NOT NULL DEFAULT 0 CHECK (next_offset >= 0),
  last_ms bigint NOT NULL DEFAULT 0 CHECK (last_ms >= 0)
) WITH (fillfactor = 10);

-- One row a batch, not a record: a record then costs a line of text instead of a row, an index entry and a result row.
-- `records` has a line a record: key (empty for none), value, then header names and values in turn, between tabs.
-- No field can hold a tab or a line feed: JSON escapes them, and whoever writes refuses any elsewhere.
CREATE TABLE log_batch (
  last_offset bigint PRIMARY KEY,
  first_offset bigint NOT NULL CHECK (first_offset BETWEEN last_offset - 999 AND last_offset),
  time_ms bigint NOT NULL,
  records text NOT NULL
);

-- Compressing it would take longer than writing it.
ALTER TABLE log_batch ALTER COLUMN records SET STORAGE EXTERNAL;

-- For people: a record a row.
CREATE VIEW log_record AS
SELECT
  batch.first_offset + line.number - 1 AS "offset",
  to_timestamp(batch.time_ms / 1000.0) AS "time",
  nullif(split_part(line.text, E'\t', 1), '') AS key,
  split_part(line.text, E'\t', 2) AS value,
  (string_to_array(line.text, E'\t'))[3:] AS headers
FROM log_batch AS batch,
  string_to_table(batch.records, E'\n') WITH ORDINALITY AS line(text, number);
