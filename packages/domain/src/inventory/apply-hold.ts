import { asksTheSame, decideHold } from './decide-hold.ts'
import { decideRelease } from './decide-release.ts'
import { decideSale } from './decide-sale.ts'
import type { Draft } from './draft.ts'
import { note } from './draft.ts'
import type { HoldRequested, ReleaseRequested, SaleRequested } from './entry.ts'
import { refOf } from './entry.ts'
import type { Federation } from './federation.ts'
import type { HoldRefusal } from './hold.ts'
import type { JournalDetail } from './journal.ts'
import { countSeats, gameNow, holdAt, setHold, tallyAt } from './rows.ts'

/** A request decides a new hold; about one that exists it changes nothing. */
export function applyRequest(draft: Draft, { settings }: Federation, request: HoldRequested): void {
  const place = holdAt(draft, refOf(request))
  if (place.now !== undefined) {
    note(draft, asksTheSame(place.now, request) ? 'hold-repeated' : 'hold-conflict', subjectOf(request))
    return
  }
  const stock = gameNow(draft, request.game)
  const tally = tallyAt(draft, request)
  const hold = decideHold({ logTimeMs: draft.logTimeMs, settings, stock, tally: tally.now }, request)
  setHold(draft, place, hold)
  if (hold.state === 'refused') {
    note(draft, 'hold-refused', hold, detailOf(hold.refusal))
    return
  }
  countSeats(draft, hold, hold.quantity, 0, tally)
  note(draft, 'hold-granted', hold, { expiresAtMs: hold.expiresAtMs, buyer: hold.buyer, country: hold.country })
}

export function applySale(draft: Draft, sale: SaleRequested): void {
  const place = holdAt(draft, refOf(sale))
  const decision = decideSale(place.now, sale)
  switch (decision.kind) {
    case 'sold': {
      const { hold } = decision
      setHold(draft, place, hold)
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
  const place = holdAt(draft, refOf(release))
  const decision = decideRelease(place.now, release)
  switch (decision.kind) {
    case 'ended': {
      const { hold } = decision
      setHold(draft, place, hold)
      countSeats(draft, hold, -hold.quantity, 0)
      note(draft, 'hold-released', hold, { reason: release.reason })
      return
    }
    case 'returned': {
      const { hold, seats } = decision
      setHold(draft, place, hold)
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
