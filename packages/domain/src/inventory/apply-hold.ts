import { asksTheSame, decideHold } from './decide-hold.ts'
import { decideRelease } from './decide-release.ts'
import { decideSale } from './decide-sale.ts'
import type { Draft } from './draft.ts'
import { note } from './draft.ts'
import type { HoldRequested, ReleaseRequested, SaleRequested } from './entry.ts'
import { refOf } from './entry.ts'
import type { Federation } from './federation.ts'
import type { HoldRefusal } from './hold.ts'
import { buyerKey, holdKey } from './ids.ts'
import type { JournalDetail } from './journal.ts'
import { countSeats, gameNow, holdNow, setHold, tallyNow } from './rows.ts'

/** A request decides a new hold; about one that exists it changes nothing. */
export function applyRequest(draft: Draft, { settings }: Federation, request: HoldRequested): void {
  const key = holdKey(refOf(request))
  const existing = holdNow(draft, key)
  if (existing !== undefined) {
    note(draft, asksTheSame(existing, request) ? 'hold-repeated' : 'hold-conflict', subjectOf(request))
    return
  }
  const stock = gameNow(draft, request.game)
  const tallyKey = buyerKey(request)
  const scene = { logTimeMs: draft.logTimeMs, settings, stock, tally: tallyNow(draft, tallyKey) }
  const hold = decideHold(scene, request)
  setHold(draft, hold, key)
  if (hold.state === 'refused') {
    note(draft, 'hold-refused', hold, detailOf(hold.refusal))
    return
  }
  countSeats(draft, hold, hold.quantity, 0, tallyKey)
  note(draft, 'hold-granted', hold, { expiresAtMs: hold.expiresAtMs, buyer: hold.buyer, country: hold.country })
}

export function applySale(draft: Draft, sale: SaleRequested): void {
  const key = holdKey(refOf(sale))
  const decision = decideSale(holdNow(draft, key), sale)
  switch (decision.kind) {
    case 'sold': {
      const { hold } = decision
      setHold(draft, hold, key)
      countSeats(draft, hold, -hold.quantity, hold.quantity)
      note(draft, 'hold-sold', hold, { buyer: hold.buyer, country: hold.country })
      return
    }
    case 'repeated':
      note(draft, 'sale-repeated', subjectOf(sale))
      return
    case 'refused':
      note(draft, 'sale-refused', subjectOf(sale), { reason: decision.why })
      return
    default:
      decision satisfies never
  }
}

export function applyRelease(draft: Draft, release: ReleaseRequested): void {
  const key = holdKey(refOf(release))
  const decision = decideRelease(holdNow(draft, key), release)
  switch (decision.kind) {
    case 'ended': {
      const { hold } = decision
      setHold(draft, hold, key)
      countSeats(draft, hold, -hold.quantity, 0)
      note(draft, 'hold-released', hold, { reason: release.reason })
      return
    }
    case 'returned': {
      const { hold, seats } = decision
      setHold(draft, hold, key)
      countSeats(draft, hold, 0, -seats.length)
      note(draft, 'hold-refunded', { ...hold, quantity: seats.length }, { seats })
      return
    }
    case 'ignored':
      note(draft, 'release-ignored', subjectOf(release), { reason: decision.why })
      return
    case 'notice':
      note(draft, 'notice', subjectOf(release), { reason: release.reason })
      return
    default:
      decision satisfies never
  }
}

type OfHold = HoldRequested | SaleRequested | ReleaseRequested

const subjectOf = ({ game, category, quantity, price, site, hold }: OfHold) => ({
  game, category, quantity, price, site, id: hold,
})

const detailOf = ({ kind, ...rest }: HoldRefusal): JournalDetail => ({ reason: kind, ...rest })
