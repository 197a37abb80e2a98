-- What the publisher's site keeps of the master-list topic. No other site reads it, and the fold knows nothing of it.

-- How far each partition of a topic was read.
CREATE TABLE feed_position (
  topic text COLLATE "C" NOT NULL,
  partition integer NOT NULL,
  next_offset bigint NOT NULL CHECK (next_offset >= 0),
  PRIMARY KEY (topic, partition)
);

-- What the topic last listed of each game; aside: it was news, and not what the game was sold by. And by which list of
-- the topic this site opened the game, or tried to.
CREATE TABLE feed_listing (
  game smallint PRIMARY KEY CHECK (game BETWEEN 1 AND 9999),
  listing json NOT NULL,
  aside boolean NOT NULL,
  opening json
);

-- The version of each game's list that others were told of last; value null: they know it from the topic. Whoever is to
-- tell takes it first, at taken_at_ms by the site's clock, for the tries-th time; seen once it was read in the topic.
CREATE TABLE feed_telling (
  game smallint PRIMARY KEY,
  version bigint NOT NULL,
  value text,
  seen boolean NOT NULL,
  taken_at_ms bigint,
  tries smallint NOT NULL
);

-- Messages that were not taken, whole: headers are [name, base64 or null] pairs in their order.
CREATE TABLE feed_dead_letter (
  topic text COLLATE "C" NOT NULL,
  partition integer NOT NULL,
  feed_offset bigint NOT NULL,
  reason text COLLATE "C" NOT NULL,
  detail json NOT NULL,
  key bytea,
  value bytea,
  headers json NOT NULL,
  timestamp_ms bigint NOT NULL,
  PRIMARY KEY (topic, partition, feed_offset)
);
