import type { Draft } from './draft.ts'
import { categoryOf, countSeats, holdNow, note, setHold } from './draft.ts'
import { holdKey } from './ids.ts'
import { queueNow, queuesKnown, takeThrough } from './queue.ts'

/** End every hold that is due by the log clock, in order of expiry. */
export function endDueHolds(draft: Draft): void {
  for (;;) {
    const next = draft.due.at(-1)
    if (next === undefined || next.expiresAtMs > draft.logTimeMs) return
    draft.due.pop()
    const key = holdKey(next)
    if (holdNow(draft, key) !== next) continue
    const { expiresAtMs: _, ...terms } = next
    setHold(draft, { ...terms, state: 'expired' }, key)
    countSeats(draft, next, -next.quantity, 0)
    note(draft, 'hold-expired', next)
  }
}

/** Give back announced pendings that nobody confirmed within the federation's time. */
export function returnDuePendings(draft: Draft): void {
  if (draft.federation === null || draft.logTimeMs < draft.nextReturnMs) return
  const ttlMs = draft.federation.settings.announcedTtlMs
  draft.nextReturnMs = Infinity
  for (const at of queuesKnown(draft)) {
    const returned = takeThrough(draft, at, draft.logTimeMs - ttlMs)
    const oldest = queueNow(draft, at)[0]
    if (oldest !== undefined) draft.nextReturnMs = Math.min(draft.nextReturnMs, oldest.atMs + ttlMs)
    if (returned === 0) continue
    categoryOf(draft, at).announcedPending -= returned
    note(draft, 'announced-returned', { game: at.game, category: at.category, quantity: returned })
  }
}
