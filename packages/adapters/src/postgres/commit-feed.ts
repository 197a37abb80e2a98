import type { FeedCommit } from '@matchday/domain/ports/kept-feed'
import type { BulkPool } from './bulk-pool.ts'
import type { Columns } from './columns.ts'
import { arraysOf, namesOf, unnestOf } from './columns.ts'
import { feedDeadLetterWritten, keptListingWritten, toldVersionWritten } from './rows/feed-row.ts'

/** Parameters before the arrays: topic, partition, expected offset, next offset. */
const sharedCount = 4

const firstOf = {
  listings: sharedCount + 1,
  seen: sharedCount + 1 + keptListingWritten.length,
  letters: sharedCount + 1 + keptListingWritten.length + toldVersionWritten.length,
}

const rowsOf = <Row>(columns: Columns<Row>, first: number): string =>
  `moved, ${unnestOf(columns, first)} AS w(${namesOf(columns)})`

const excluded = <Row>(columns: Columns<Row>): string =>
  columns.slice(1).map(([name]) => `${name} = excluded.${name}`).join(', ')

// As the commit of a batch of the sales log: every part writes only if the place still is where the chunk started. A
// topic that was made anew gives offsets out again, so that of two dead letters of one place the later stays.
const text = `
  WITH moved AS (
    INSERT INTO feed_position AS p (topic, partition, next_offset)
    SELECT $1::text, $2::integer, $4::bigint
    WHERE $3::bigint = 0 OR EXISTS (SELECT FROM feed_position WHERE topic = $1 AND partition = $2)
    ON CONFLICT (topic, partition) DO UPDATE SET next_offset = excluded.next_offset WHERE p.next_offset = $3
    RETURNING topic
  ),
  listed AS (
    INSERT INTO feed_listing (${namesOf(keptListingWritten)})
    SELECT w.* FROM ${rowsOf(keptListingWritten, firstOf.listings)}
    ON CONFLICT (game) DO UPDATE SET ${excluded(keptListingWritten)}
  ),
  settled AS (
    UPDATE feed_telling t SET seen = true FROM ${rowsOf(toldVersionWritten, firstOf.seen)}
    WHERE t.game = w.game AND t.version = w.version
  ),
  refused AS (
    INSERT INTO feed_dead_letter (topic, partition, ${namesOf(feedDeadLetterWritten)})
    SELECT $1, $2, w.* FROM ${rowsOf(feedDeadLetterWritten, firstOf.letters)}
    ON CONFLICT (topic, partition, feed_offset) DO UPDATE SET ${excluded(feedDeadLetterWritten)}
  )
  SELECT topic FROM moved`

/** @returns `stale` where this site stands elsewhere than where the chunk started; then nothing was written */
export async function commitFeed(pool: BulkPool, batch: FeedCommit): Promise<'committed' | 'stale'> {
  const { topic, partition, expectedOffset, nextOffset, listings, seen, deadLetters } = batch
  const values = [
    topic, partition, expectedOffset, nextOffset,
    ...arraysOf(keptListingWritten, listings),
    ...arraysOf(toldVersionWritten, seen),
    ...arraysOf(feedDeadLetterWritten, deadLetters),
  ]
  return (await pool.run({ name: 'commit-feed', text, values })).length === 1 ? 'committed' : 'stale'
}
