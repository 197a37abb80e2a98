-- The site's consumers that are there, by the clock of this server. Unlogged: whoever is there says so again within
-- seconds, so nothing need be on the disk, nor on a replica.
CREATE UNLOGGED TABLE consumer_member (
  id text COLLATE "C" PRIMARY KEY,
  seen_at timestamptz NOT NULL
);
