import type { Decided } from '../inventory/decided.ts'
import type { HoldRequested, ReleaseRequested, SaleRequested } from '../inventory/entry.ts'
import type { Hold } from '../inventory/hold.ts'
import { standingSeats } from '../inventory/hold.ts'
import { holdKey } from '../inventory/ids.ts'
import type { PaidHold, Terms } from './terms.ts'

/** What a payment asks of the sales log. */
export type PaymentRecord = HoldRequested | SaleRequested | ReleaseRequested

/** The rows of a payment's holds, by `holdKey`; absent where the log had no such hold when they were read. */
export type HoldRows = ReadonlyMap<string, Decided>

/** What became of a hold, as far as a payment cares. */
export type Fate =
  /** The log had not heard of it. */
  | 'unheard'
  | 'held'
  | 'sold'
  | 'expired'
  /** Refused, given back by this site, released or refunded. */
  | 'gone'

export function fateOf(rows: HoldRows, terms: Terms, hold: PaidHold): Fate {
  const found = rowOf(rows, terms, hold)
  if (found === undefined) return 'unheard'
  switch (found.hold.state) {
    case 'held':
      return found.givenBack ? 'gone' : 'held'
    case 'sold':
    case 'expired':
      return found.hold.state
    case 'refused':
    case 'released':
    case 'refunded':
      return 'gone'
    default:
      return found.hold satisfies never
  }
}

const rowOf = (rows: HoldRows, { site }: Terms, { game, id }: PaidHold): Decided | undefined =>
  rows.get(holdKey({ game, site, id }))

const subjectOf = ({ site }: Terms, { id, game, category, price }: PaidHold, sentAtMs: number) => ({
  site, sentAtMs, hold: id, game, category, price,
})

export const saleOf = (terms: Terms, hold: PaidHold, sentAtMs: number): SaleRequested => ({
  kind: 'sale-requested', ...subjectOf(terms, hold, sentAtMs), quantity: hold.quantity,
})

/** Asked for at the price that is being paid: where the list says another by now, the log refuses. */
export const requestOf = (terms: Terms, hold: PaidHold, sentAtMs: number): HoldRequested => ({
  kind: 'hold-requested',
  ...subjectOf(terms, hold, sentAtMs),
  quantity: hold.quantity,
  buyer: terms.buyer,
  ttlMs: null,
  country: terms.country,
})

/** The seats of a hold that are neither free nor returned. */
function keptSeats(hold: Hold | undefined): readonly number[] {
  if (hold?.state === 'sold') return standingSeats(hold)
  return hold?.state === 'held' ? Array.from({ length: hold.quantity }, (_, index) => index + 1) : []
}

/**
 * A release for each hold that still has some of the seats meant, held or sold; none where all of them are back.
 * @param isMeant which seats of a hold return; a live hold can only return whole
 */
export function releasesOf(
  terms: Terms,
  rows: HoldRows,
  sentAtMs: number,
  isMeant: (hold: PaidHold, seat: number) => boolean = () => true,
): ReleaseRequested[] {
  return terms.holds.flatMap((hold): ReleaseRequested[] => {
    const seats = keptSeats(rowOf(rows, terms, hold)?.hold).filter(seat => isMeant(hold, seat))
    if (seats.length === 0) return []
    const isWhole = seats.length === hold.quantity
    return [{
      kind: 'release-requested',
      ...subjectOf(terms, hold, sentAtMs),
      quantity: seats.length,
      reason: 'refunded',
      seats: isWhole ? null : seats,
    }]
  })
}
