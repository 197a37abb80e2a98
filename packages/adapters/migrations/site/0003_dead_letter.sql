-- Operators look at what came last, of all partitions.
CREATE INDEX dead_letter_time ON dead_letter (timestamp_ms, partition, log_offset);
