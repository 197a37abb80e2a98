import type { HoldRef } from '@matchday/domain/inventory/ids'
import { holdKey } from '@matchday/domain/inventory/ids'
import type { Decided } from '@matchday/domain/inventory/decided'
import { createBatcher } from '../batching/batcher.ts'
import type { Batcher } from '../batching/batcher.ts'
import type { BulkPool } from './bulk-pool.ts'
import { arraysOf, namesOf, unnestOf } from './columns.ts'
import { reaching } from './database-fault.ts'
import { holdColumns, readHold, refWritten } from './rows/hold-row.ts'

const text = `
  SELECT ${holdColumns('h')}, (
    SELECT true FROM give_back g WHERE g.game = h.game AND g.id = h.id AND g.site = h.site
  )
  FROM ${unnestOf(refWritten, 1)} AS named(${namesOf(refWritten)}) JOIN hold h USING (game, id, site)`

/** What the log decided of holds; those it never heard of are absent. */
export async function decidedOf(pool: BulkPool, refs: readonly HoldRef[]): Promise<Map<string, Decided>> {
  if (refs.length === 0) return new Map()
  const query = { name: 'decided', text, values: arraysOf(refWritten, refs), maxMs: 5_000 }
  const rows = await reaching(() => pool.run(query))
  return new Map(rows.map(row => {
    const hold = readHold(row)
    return [holdKey(hold), { hold, givenBack: row.at(-1) === true }]
  }))
}

/** Askers whose answers are fetched together at most. */
const askersMax = 1_000

export type HoldLookup = Batcher<readonly HoldRef[], ReadonlyMap<string, Decided>>

/** Whoever asks while others are answered is answered with the next: a query costs more than a row. */
export const holdLookupOn = (pool: BulkPool): HoldLookup =>
  createBatcher(
    async asked => {
      const found = await decidedOf(pool, asked.flat())
      return asked.map(refs => pick(found, refs))
    },
    { max: askersMax, concurrency: 2 },
  )

function pick(found: ReadonlyMap<string, Decided>, refs: readonly HoldRef[]): Map<string, Decided> {
  const own = new Map<string, Decided>()
  for (const ref of refs) {
    const key = holdKey(ref)
    const decided = found.get(key)
    if (decided !== undefined) own.set(key, decided)
  }
  return own
}
