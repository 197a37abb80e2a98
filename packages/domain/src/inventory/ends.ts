import type { Draft, PendingPlace } from './draft.ts'
import { note } from './draft.ts'
import { takeThrough } from './queue.ts'
import { categoryOf, countSeats, holdAt, setHold } from './rows.ts'

/**
 * End every hold that is due by the log clock, in order of expiry.
 * @throws Error where a due hold's row was not loaded
 */
export function endDueHolds(draft: Draft): void {
  for (;;) {
    const next = draft.due.at(-1)
    if (next === undefined || next.expiresAtMs > draft.logTimeMs) return
    draft.due.pop()
    const place = holdAt(draft, next)
    const { now } = place
    if (now === undefined) throw new Error(`hold ${place.key} is due, but was not loaded`)
    if (now.state !== 'held') continue
    const { expiresAtMs: _, ...terms } = now
    setHold(draft, place, { ...terms, state: 'expired' })
    countSeats(draft, now, -now.quantity, 0)
    note(draft, 'hold-expired', now)
  }
}

/** Give back announced pendings that nobody confirmed within the federation's time: by game, then by category. */
export function returnDuePendings(draft: Draft): void {
  if (draft.federation === null) return
  const throughMs = draft.logTimeMs - draft.federation.settings.announcedTtlMs
  const due = duePlaces(draft, throughMs)
  due.sort((a, b) => a.game - b.game || a.category - b.category)
  for (const at of due) {
    const quantity = takeThrough(draft, at, throughMs)
    if (quantity === 0) continue
    const { game, category } = at
    categoryOf(draft, at).announcedPending -= quantity
    note(draft, 'announced-returned', { game, category, quantity })
  }
}

function duePlaces(draft: Draft, throughMs: number): PendingPlace[] {
  const due: PendingPlace[] = []
  for (;;) {
    const next = draft.returns[draft.nextReturn]
    if (next === undefined || next.atMs > throughMs) return due
    due.push(next)
    draft.nextReturn++
  }
}
