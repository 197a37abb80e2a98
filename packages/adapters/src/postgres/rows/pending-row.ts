import { isCategoryNumber, isGameNumber } from '@matchday/domain/game/ids'
import type { CategoryRef } from '@matchday/domain/inventory/ids'
import { categoryKey } from '@matchday/domain/inventory/ids'
import type { PendingQueue, PendingRow } from '@matchday/domain/inventory/state'
import type { AnnouncedPending } from '@matchday/domain/inventory/stock'
import type { BulkRow } from '../bulk-pool.ts'
import type { Columns } from '../columns.ts'
import { doorOf, isInteger } from './bad-row.ts'

export const pendingColumns = 'a.game, a.category, a.at_ms, a.quantity'

/**
 * Queues by `categoryKey`. A row may come more than once.
 * @throws BadRow
 */
export function readQueues(rows: readonly BulkRow[]): Map<string, PendingQueue> {
  const queues = new Map<string, CategoryRef & { byTime: Map<number, AnnouncedPending> }>()
  for (const { game, category, atMs, quantity } of rows.map(readPending)) {
    const key = categoryKey({ game, category })
    const queue = queues.get(key) ?? { game, category, byTime: new Map<number, AnnouncedPending>() }
    queue.byTime.set(atMs, { atMs, quantity })
    queues.set(key, queue)
  }
  return new Map([...queues].map(([key, { game, category, byTime }]) => [
    key, { game, category, pendings: [...byTime.values()].sort((a, b) => a.atMs - b.atMs) },
  ]))
}

function readPending([game, category, atMs, quantity]: BulkRow): PendingRow {
  const door = doorOf('announced_pending', `${String(game)}|${String(category)}|${String(atMs)}`)
  return {
    game: door.is(game, isGameNumber, 'game'),
    category: door.is(category, isCategoryNumber, 'category'),
    atMs: door.is(atMs, isInteger, 'at_ms'),
    quantity: door.is(quantity, isSeats, 'quantity'),
  }
}

const isSeats = (value: unknown): value is number => isInteger(value) && value > 0

export const pendingWritten: Columns<PendingRow> = [
  ['game', 'smallint', pending => pending.game],
  ['category', 'smallint', pending => pending.category],
  ['at_ms', 'bigint', pending => pending.atMs],
  ['quantity', 'bigint', pending => pending.quantity],
]
