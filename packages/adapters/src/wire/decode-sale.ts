import type { CategoryNumber, GameNumber } from '@matchday/domain/game/ids'
import type { Announced, Empty, Malformed, Said } from '@matchday/domain/inventory/entry'
import type { HoldId, SiteId } from '@matchday/domain/inventory/ids'
import { isBuyerHash, isHoldId } from '@matchday/domain/inventory/ids'
import type { Headers } from './headers.ts'
import { isCountry, isReason, optionalWhole, seatNumbers } from './headers.ts'
import { isNothing, jsonOf } from './json-value.ts'
import type { SaleAction, SaleValue } from './sale-value.ts'
import { readSaleValue } from './sale-value.ts'
import { malformed } from './text-record.ts'

export type Signed = { readonly site: SiteId; readonly sentAtMs: number | null }

/** The most tickets that one announced line may be about. */
const announcedQuantityMax = 1_000_000

const wrongShape = malformed('wrong-shape')
const empty: Empty = { kind: 'empty' }

/** A hold's record, an announcement, or nothing; `signed` is null where the record has none of Matchday's headers. */
export function decodeSale(signed: Signed | null, headers: Headers, key: string | null, value: string | null): Said {
  const hold = headers.get('matchday-hold')
  const json = jsonOf(value)
  if (json === undefined) return malformed('not-json')
  if (signed === null && isNothing(json)) return empty
  const sale = readSaleValue(json)
  if (sale === null) return wrongShape
  if (signed !== null && key !== String(sale.game)) return wrongShape
  if (hold === undefined || signed === null) return announced(signed, sale)
  return hold === null || !isHoldId(hold) ? wrongShape : ofHold(signed, hold, headers, sale)
}

type Terms = Signed & {
  readonly hold: HoldId
  readonly game: GameNumber
  readonly category: CategoryNumber
  readonly quantity: number
  readonly price: number
}

function ofHold({ site, sentAtMs }: Signed, hold: HoldId, headers: Headers, { action, game, lines }: SaleValue): Said {
  const [line, another] = lines
  if (line === undefined || another !== undefined) return wrongShape
  const { category, quantity, price } = line
  const terms = { site, sentAtMs, hold, game, category, quantity, price }
  switch (action) {
    case 'TICKET_PENDING':
      return holdRequested(terms, headers)
    case 'TICKET_RESERVED':
      return { kind: 'sale-requested', ...terms }
    case 'TICKET_CANCELLED':
      return releaseRequested(terms, headers)
    default:
      return action satisfies never
  }
}

function holdRequested(terms: Terms, headers: Headers): Said {
  const buyer = headers.get('matchday-buyer') ?? ''
  const country = headers.get('matchday-country')
  const ttlMs = optionalWhole(headers.get('matchday-ttl'))
  if (!isBuyerHash(buyer) || ttlMs === undefined || ttlMs === 0) return wrongShape
  if (country === null || (country !== undefined && !isCountry(country))) return wrongShape
  return { kind: 'hold-requested', ...terms, buyer, ttlMs, country: country ?? null }
}

function releaseRequested(terms: Terms, headers: Headers): Said {
  const reason = headers.get('matchday-reason') ?? ''
  const listed = headers.get('matchday-seats')
  if (!isReason(reason) || listed === null) return wrongShape
  const seats = listed === undefined ? null : seatNumbers(listed)
  return seats === undefined ? wrongShape : { kind: 'release-requested', ...terms, reason, seats }
}

const announcedActions: Readonly<Record<SaleAction, Announced['action']>> = {
  TICKET_PENDING: 'pending',
  TICKET_RESERVED: 'reserved',
  TICKET_CANCELLED: 'cancelled',
}

function announced(signed: Signed | null, { action, game, lines }: SaleValue): Announced | Malformed {
  if (lines.some(({ quantity }) => quantity < 1 || quantity > announcedQuantityMax)) return wrongShape
  const { site, sentAtMs } = signed ?? { site: null, sentAtMs: null }
  return { kind: 'announced', action: announcedActions[action], site, sentAtMs, game, lines }
}
