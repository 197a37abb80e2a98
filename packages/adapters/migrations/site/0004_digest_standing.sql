-- How each site's copy stands against this one: the last digest that it stated in the log (theirs) of an offset of
-- which this site has its own (ours), both in hex. Equal at equal_at last; differing from differs_from on, null: equal.
CREATE TABLE digest_standing (
  partition integer NOT NULL,
  site text COLLATE "C" NOT NULL,
  stated_at bigint NOT NULL,
  at_offset bigint NOT NULL,
  theirs text COLLATE "C" NOT NULL,
  ours text COLLATE "C" NOT NULL,
  equal_at bigint,
  differs_from bigint,
  PRIMARY KEY (partition, site),
  CHECK ((theirs = ours) = (differs_from IS NULL))
);
