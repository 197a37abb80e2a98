import type { Draft, QueueDraft } from './draft.ts'
import type { CategoryRef } from './ids.ts'
import { categoryKey } from './ids.ts'
import type { PendingRow } from './state.ts'
import type { AnnouncedPending } from './stock.ts'

/** The queue as the batch has left it so far, oldest first. */
export function queueNow(draft: Draft, at: CategoryRef): readonly AnnouncedPending[] {
  const key = categoryKey(at)
  const changed = draft.queues.get(key)
  return changed === undefined ? (draft.state.queues.get(key)?.pendings ?? []) : changed.pendings.slice(changed.first)
}

function queueOf(draft: Draft, at: CategoryRef): QueueDraft {
  const key = categoryKey(at)
  const known = draft.queues.get(key)
  if (known !== undefined) return known
  const pendings = (draft.state.queues.get(key)?.pendings ?? []).map(pending => ({ ...pending }))
  const fresh: QueueDraft = { game: at.game, category: at.category, pendings, first: 0 }
  draft.queues.set(key, fresh)
  return fresh
}

/** Put seats at the queue's end; what was announced at one log time is one pending. */
export function enqueue(draft: Draft, at: CategoryRef, quantity: number): void {
  const queue = queueOf(draft, at)
  const newest = queue.pendings.length > queue.first ? queue.pendings.at(-1) : undefined
  if (newest?.atMs === draft.logTimeMs) {
    newest.quantity += quantity
    return
  }
  queue.pendings.push({ atMs: draft.logTimeMs, quantity })
  draft.returns.push({ game: at.game, category: at.category, atMs: draft.logTimeMs })
}

/** @returns how many of `quantity` seats the queue had; they are taken from its oldest pendings. */
export function takeOldest(draft: Draft, at: CategoryRef, quantity: number): number {
  const queue = queueOf(draft, at)
  let missing = quantity
  while (missing > 0) {
    const oldest = queue.pendings[queue.first]
    if (oldest === undefined) break
    const taken = Math.min(missing, oldest.quantity)
    missing -= taken
    oldest.quantity -= taken
    if (oldest.quantity === 0) queue.first++
  }
  return quantity - missing
}

/** Take every pending announced at or before `atMs`. @returns their seats */
export function takeThrough(draft: Draft, at: CategoryRef, atMs: number): number {
  const queue = queueOf(draft, at)
  let seats = 0
  for (;;) {
    const oldest = queue.pendings[queue.first]
    if (oldest === undefined || oldest.atMs > atMs) return seats
    seats += oldest.quantity
    queue.first++
  }
}

/** The rows by which the queues differ from what was loaded. */
export function changedPendings(draft: Draft): PendingRow[] {
  const rows: PendingRow[] = []
  for (const [key, { game, category, pendings, first }] of draft.queues) {
    const before = new Map(draft.state.queues.get(key)?.pendings.map(pending => [pending.atMs, pending.quantity]))
    for (const { atMs, quantity } of pendings.slice(first)) {
      if (before.get(atMs) !== quantity) rows.push({ game, category, atMs, quantity })
      before.delete(atMs)
    }
    for (const atMs of before.keys()) rows.push({ game, category, atMs, quantity: 0 })
  }
  return rows
}
