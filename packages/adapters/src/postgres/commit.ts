import type { BatchCommit } from '@matchday/domain/ports/site-copy'
import type { BulkPool } from './bulk-pool.ts'
import type { Columns } from './columns.ts'
import { arraysOf, namesOf, unnestOf } from './columns.ts'
import { batchMaxMs } from './load-queries.ts'
import { tellOfCommit } from './notification.ts'
import { deadLetterWritten } from './rows/dead-letter-row.ts'
import { digestWritten, standingWritten } from './rows/digest-row.ts'
import { categoriesOf, categoryWritten, gameWritten } from './rows/game-row.ts'
import { decidedWritten, isDecided, refWritten, resolvedWritten } from './rows/hold-row.ts'
import { journalLines } from './rows/journal-row.ts'
import { owedWritten, seenWritten } from './rows/notice-row.ts'
import { pendingWritten } from './rows/pending-row.ts'

/** Later than every hold ends. */
const never = Number.MAX_SAFE_INTEGER

/**
 * Moves the partition if it still stands where the batch started; every other part writes only if this did.
 * $1 partition, $2 expected offset, $3 next offset, $4 log time, $5 when the first of the holds granted here ends,
 * $6 the federation in force, $7 its document, $8 to $10 the journal's offsets and lines.
 *
 * No hold of an earlier batch is live that ends by the log time of now, once a record was folded; so a search for due
 * holds may start there, or where it started before, or at a hold granted here, if that ends even sooner.
 */
const movedText = `
  INSERT INTO partition_state AS p (partition, next_offset, log_time_ms, due_from_ms, federation)
  SELECT $1::integer, $3::bigint, $4::bigint, least($4, $5::bigint), $6::text
  WHERE $2::bigint = 0 OR EXISTS (SELECT FROM partition_state WHERE partition = $1)
  ON CONFLICT (partition) DO UPDATE SET
    next_offset = excluded.next_offset, log_time_ms = excluded.log_time_ms, federation = excluded.federation,
    due_from_ms = greatest(least(p.due_from_ms, $5), CASE WHEN $3 > p.next_offset THEN least($4, $5) ELSE 0 END)
  WHERE p.next_offset = $2
  RETURNING p.partition`

const federationText =
  'INSERT INTO federation (sha256, document) SELECT $6, $7 FROM moved WHERE $6 IS NOT NULL ON CONFLICT DO NOTHING'

const journalText = `
  INSERT INTO journal_batch (partition, first_offset, last_offset, lines)
  SELECT $1, $8::bigint, $9::bigint, $10::text FROM moved WHERE $10 IS NOT NULL`

const sharedValues = ({ expectedOffset, changes }: BatchCommit) => {
  const { partition, nextOffset, logTimeMs, federation } = changes.partition
  const { journal } = changes
  const ends = changes.holds.map(hold => (hold.state === 'held' ? hold.expiresAtMs : never))
  return [
    partition, expectedOffset, nextOffset, logTimeMs, ends.reduce((a, b) => Math.min(a, b), never),
    federation?.sha256 ?? null, federation === null ? null : JSON.stringify(federation),
    journal[0]?.offset ?? null, journal.at(-1)?.offset ?? null, journal.length === 0 ? null : journalLines(journal),
  ]
}

/** One table's share of a commit: its statement, whose parameters start at `first`, and their values. */
type Part = {
  readonly width: number
  readonly text: (first: number) => string
  readonly values: (batch: BatchCommit) => string[]
}

const partOf = <Row>(
  columns: Columns<Row>,
  rows: (batch: BatchCommit) => readonly Row[],
  text: (written: string) => string,
): Part => ({
  width: columns.length,
  text: first => text(`moved, ${unnestOf(columns, first)} AS w(${namesOf(columns)})`),
  values: batch => arraysOf(columns, rows(batch)),
})

type RowsOf<Row> = (batch: BatchCommit) => readonly Row[]

const insert = <Row>(table: string, columns: Columns<Row>, rows: RowsOf<Row>, then = ''): Part =>
  partOf(columns, rows, written =>
    `INSERT INTO ${table} (partition, ${namesOf(columns)}) SELECT $1, w.* FROM ${written} ${then}`)

const set = (names: string): string => names.split(', ').map(name => `${name} = excluded.${name}`).join(', ')

const parts: readonly Part[] = [
  insert('hold', decidedWritten, ({ changes }) => changes.holds.filter(isDecided)),
  partOf(resolvedWritten, ({ changes }) => changes.holds.filter(hold => !isDecided(hold)), written => `
    INSERT INTO hold (partition, ${namesOf(resolvedWritten)})
    SELECT $1, ${namesOf(resolvedWritten)}::integer[] FROM ${written}
    ON CONFLICT (game, site, id) DO UPDATE SET ${set('state, returned_seats')}, expires_at_ms = NULL`),
  insert(
    'game', gameWritten, ({ changes }) => changes.games,
    `ON CONFLICT (game) DO UPDATE SET ${set('list, holds_sum')}`,
  ),
  partOf(categoryWritten, ({ changes }) => categoriesOf(changes.games), written => `
    INSERT INTO category_stock (${namesOf(categoryWritten)}) SELECT w.* FROM ${written}
    ON CONFLICT (game, category) DO UPDATE SET ${set(namesOf(categoryWritten.slice(2)))}`),
  insert(
    'announced_pending', pendingWritten, ({ changes }) => changes.pendings.filter(({ quantity }) => quantity > 0),
    'ON CONFLICT (game, category, at_ms) DO UPDATE SET quantity = excluded.quantity',
  ),
  partOf(pendingWritten, ({ changes }) => changes.pendings.filter(({ quantity }) => quantity === 0), written => `
    DELETE FROM announced_pending a USING ${written}
    WHERE a.game = w.game AND a.category = w.category AND a.at_ms = w.at_ms`),
  insert('dead_letter', deadLetterWritten, ({ deadLetters }) => deadLetters),
  insert('digest', digestWritten, ({ changes }) => changes.digests),
  insert(
    'digest_standing', standingWritten, ({ standings }) => standings,
    `ON CONFLICT (partition, site) DO UPDATE SET ${set(namesOf(standingWritten.slice(1)))}`,
  ),
  partOf(refWritten, ({ giveBacks }) => giveBacks, written =>
    `INSERT INTO give_back (${namesOf(refWritten)}) SELECT w.* FROM ${written} ON CONFLICT DO NOTHING`),
]

/** Of two rows that one notice may settle, the one that somebody took is the one that was appended. */
const noticeParts: readonly Part[] = [
  insert('notice', owedWritten, ({ notices }) => notices.owed),
  partOf(seenWritten, ({ notices }) => notices.seen, written => `
    DELETE FROM notice n USING ${written}
    CROSS JOIN LATERAL (
      SELECT log_offset, step FROM notice
      WHERE partition = $1 AND (game, id, site) = (w.game, w.id, w.site)
        AND (category, quantity, price, reason) = (w.category, w.quantity, w.price, w.reason)
      ORDER BY taken_at_ms, log_offset, step LIMIT w.count
    ) AS settled
    WHERE n.partition = $1 AND n.log_offset = settled.log_offset AND n.step = settled.step`),
]

/** Parameters before those of the parts. */
const sharedCount = 10

type Statement = { readonly name: string; readonly text: string; readonly parts: readonly Part[] }

/** One statement, so one round trip and one transaction: what a commit cut short leaves is nothing. */
function statementOf(name: string, all: readonly Part[]): Statement {
  let first = sharedCount + 1
  const written = all.map((part, at) => {
    const text = `part_${at} AS (${part.text(first)})`
    first += part.width
    return text
  })
  const steps = [
    `moved AS (${movedText})`,
    `federation_kept AS (${federationText})`,
    `journal_kept AS (${journalText})`,
    ...written,
  ]
  return { name, text: `WITH ${steps.join(',\n')}\nSELECT partition FROM moved`, parts: all }
}

const plain = statementOf('commit', parts)
/** Even a part that writes nothing costs: where every site waits for the log, it is not there. */
const withNotices = statementOf('commit-with-notices', [...parts, ...noticeParts])

const statementFor = ({ notices: { owed, seen } }: BatchCommit): Statement =>
  owed.length + seen.length > 0 ? withNotices : plain

/** @returns `stale` when the partition stands elsewhere than where the batch started; then nothing was written */
export async function commit(pool: BulkPool, batch: BatchCommit): Promise<'committed' | 'stale'> {
  const { name, text, parts: used } = statementFor(batch)
  const values = [...sharedValues(batch), ...used.flatMap(part => part.values(batch))]
  const rows = await pool.runThen({ name, text, values, maxMs: batchMaxMs }, tellOfCommit(batch))
  return rows.length === 1 ? 'committed' : 'stale'
}
