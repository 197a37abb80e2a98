import type {
  DigestStated,
  FederationPublished,
  HoldRequested,
  ListPublished,
  ReleaseRequested,
  SaleRequested,
} from '@matchday/domain/inventory/entry'
import { isBuyerHash, isHoldId, isSiteId } from '@matchday/domain/inventory/ids'
import type { Outgoing } from '@matchday/domain/ports/sales-log'
import { federationNoticeJson, listJson, readFederationNotice, readList, sha256Pattern } from './control-json.ts'
import { controlValue } from './decode-control.ts'
import type { HeaderName } from './headers.ts'
import { isCountry, isReason, protocolVersion, seatsMax } from './headers.ts'
import type { SaleAction } from './sale-value.ts'
import { isPrice, isQuantity, saleValue } from './sale-value.ts'
import type { EncodedRecord } from './text-record.ts'

type HeaderList = (readonly [name: string, value: string])[]

/**
 * A record as it travels. The value is what other sites' validators demand and no field more; everything that is
 * Matchday's own goes in headers.
 *
 * @throws RangeError for what no reader would take: it would become a dead letter, and its sender wait in vain
 */
export function encodeRecord(said: Outgoing): EncodedRecord {
  switch (said.kind) {
    case 'hold-requested':
      return ofHold('TICKET_PENDING', said, requestHeaders(said))
    case 'sale-requested':
      return ofHold('TICKET_RESERVED', said, [])
    case 'release-requested':
      return ofHold('TICKET_CANCELLED', said, releaseHeaders(said))
    case 'list-published':
      return control(said, 'list', String(said.listing.game), [listHeader(said)])
    case 'federation-published':
      return control(said, 'federation', null, [federationHeader(said)])
    case 'ticked':
      return control(said, 'tick', null, [pair('partition', whole('partition', said.partition))])
    case 'digest-stated':
      return control(said, 'digest', null, digestHeaders(said))
    default:
      return said satisfies never
  }
}

const pair = (name: HeaderName, value: string): readonly [string, string] => [`matchday-${name}`, value]

function ofHold(
  action: SaleAction,
  said: HoldRequested | SaleRequested | ReleaseRequested,
  more: HeaderList,
): EncodedRecord {
  must(isHoldId(said.hold), 'hold', said.hold)
  must(isQuantity(said.quantity), 'quantity', said.quantity)
  must(isPrice(said.price), 'price', said.price)
  return {
    key: String(said.game),
    value: saleValue(action, said.game, said),
    headers: [...common(said), ['matchday-hold', said.hold], ...more],
  }
}

const control = (said: Outgoing, kind: string, key: string | null, more: HeaderList): EncodedRecord => ({
  key,
  value: controlValue,
  headers: [...common(said), pair('kind', kind), ...more],
})

function common({ site, sentAtMs }: Outgoing): HeaderList {
  must(isSiteId(site), 'site', site)
  const headers: HeaderList = [['matchday-v', protocolVersion], ['matchday-site', site]]
  if (sentAtMs !== null) headers.push(pair('time', whole('time', sentAtMs)))
  return headers
}

function requestHeaders({ buyer, ttlMs, country }: HoldRequested): HeaderList {
  must(isBuyerHash(buyer), 'buyer', buyer)
  const headers: HeaderList = [['matchday-buyer', buyer]]
  if (ttlMs !== null) {
    must(ttlMs > 0, 'ttl', ttlMs)
    headers.push(['matchday-ttl', whole('ttl', ttlMs)])
  }
  if (country !== null) {
    must(isCountry(country), 'country', country)
    headers.push(['matchday-country', country])
  }
  return headers
}

function releaseHeaders({ reason, seats }: ReleaseRequested): HeaderList {
  must(isReason(reason), 'reason', reason)
  if (seats === null) return [pair('reason', reason)]
  must(seats.length > 0 && seats.length <= seatsMax && seats.every(seat => seat > 0), 'seats', seats)
  return [pair('reason', reason), pair('seats', seats.map(seat => whole('seat', seat)).join(','))]
}

function listHeader(said: ListPublished): readonly [string, string] {
  const json = listJson(said)
  must(readList(json) !== undefined, 'list', json)
  return pair('list', json)
}

function federationHeader(said: FederationPublished): readonly [string, string] {
  const json = federationNoticeJson(said)
  must(readFederationNotice(json) !== undefined, 'federation', json)
  return pair('federation', json)
}

function digestHeaders({ partition, state, at }: DigestStated): HeaderList {
  const headers: HeaderList = [pair('partition', whole('partition', partition))]
  if (state === null && at === null) return headers
  must(state !== null && at !== null && sha256Pattern.test(state), 'digest', { state, at })
  return [...headers, pair('state', state ?? ''), pair('at', whole('offset', at ?? -1))]
}

function whole(what: string, value: number): string {
  must(Number.isSafeInteger(value) && value >= 0, what, value)
  return String(value)
}

function must(holds: boolean, what: string, value: unknown): void {
  if (!holds) throw new RangeError(`no reader would take this ${what}: ${JSON.stringify(value)}`)
}
