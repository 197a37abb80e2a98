import type { HoldRequested } from '../inventory/entry.ts'
import type { HoldRef, SiteId } from '../inventory/ids.ts'
import { holdKey } from '../inventory/ids.ts'
import type { Catalogue } from '../ports/catalogue.ts'
import type { Calendar, Clock } from '../ports/clock.ts'
import type { Decided } from '../inventory/decided.ts'
import type { Decisions } from '../ports/decisions.ts'
import type { HashBuyer, NewId } from '../ports/identity.ts'
import type { KeyedHash } from '../reservation/keyed-hash.ts'
import type { Reservations } from '../ports/reservations.ts'
import type { SalesLog } from '../ports/sales-log.ts'
import type { BasketFault, BasketLine, PricedLine } from '../reservation/basket.ts'
import { priceBasket } from '../reservation/basket.ts'
import { holdIdOf, reservationIdOf, sessionIdOf } from '../reservation/derive-ids.ts'
import type { ReservationId, SessionId } from '../reservation/ids.ts'
import type { Contact, RefusedItem, Reservation, ReservationRecord, ReservedItem } from '../reservation/reservation.ts'
import { holdRefsOf, reservationOf } from '../reservation/reservation.ts'
import { soldOutByCopy } from '../reservation/sold-out.ts'
import { appendAll, appendAndRead, readUnlessKnown } from './append.ts'
import { releaseRequestsOf } from './release-reservation.ts'

export type PlaceHoldsPorts = {
  readonly site: SiteId
  readonly salesLog: SalesLog
  readonly decisions: Decisions
  readonly reservations: Reservations
  readonly catalogue: Catalogue
  readonly clock: Clock
  readonly calendar: Calendar
  readonly keyedHash: KeyedHash
  readonly hashBuyer: HashBuyer
  readonly newId: NewId
  /** How long a buyer waits for the log before the answer is "not decided yet", in milliseconds. */
  readonly decisionTimeoutMs: number
}

export type PlaceHoldsCommand = {
  readonly lines: readonly BasketLine[]
  readonly contact: Contact
  /** The buyer's session; null on a first request. */
  readonly session: SessionId | null
  /** The buyer's idempotency key; null makes every request a new one. */
  readonly key: string | null
  readonly bodyHash: string
}

export type PlaceHoldsOutcome =
  | { readonly kind: 'bad-basket'; readonly faults: readonly BasketFault[] }
  /** Refused by this site's copy; nothing was written. */
  | { readonly kind: 'sold-out'; readonly refused: readonly RefusedItem[] }
  | { readonly kind: 'over-tournament-limit'; readonly limit: number; readonly has: number }
  /** The key was used for another request. */
  | { readonly kind: 'key-reused' }
  /** What the log decided; `requested` where it was not heard in time. */
  | { readonly kind: 'placed'; readonly reservation: Reservation }

/**
 * Ask the log to hold every line of a basket, all or nothing. The record is written first, then the requests are
 * appended, then the copy is awaited; so whatever dies in between, the buyer's retry finds what the log decided. It
 * finds that too where the same basket would be refused by now: its game has started, its list has changed.
 * @throws Unavailable when the log or the database cannot be reached; a retry with the same key goes on from there
 */
export async function placeHolds(ports: PlaceHoldsPorts, command: PlaceHoldsCommand): Promise<PlaceHoldsOutcome> {
  const view = ports.catalogue.view()
  const priced = priceBasket(command.lines, view, ports.calendar())
  if (!priced.ok) return earlierOr(ports, command, { kind: 'bad-basket', faults: priced.refusal })
  const refused = soldOutByCopy(priced.value, view, ports.clock())
  if (refused.length > 0) return earlierOr(ports, command, { kind: 'sold-out', refused })
  const record = recordOf(ports, command, priced.value, view.federation?.settings.wireQuantityMax ?? 1)
  const limit = view.federation?.settings.perBuyerTournament ?? null
  const opened = await ports.reservations.open(record, limit)
  switch (opened.kind) {
    case 'opened':
      return place(ports, record, await request(ports, record, holdRefsOf(record)))
    case 'exists':
      return resume(ports, command, opened.record)
    case 'over-tournament-limit':
      return { kind: 'over-tournament-limit', limit: limit ?? 0, has: opened.has }
    default:
      return opened satisfies never
  }
}

/** What became of the same request before; a refusal where there was none. */
async function earlierOr(
  ports: PlaceHoldsPorts,
  command: PlaceHoldsCommand,
  refusal: PlaceHoldsOutcome,
): Promise<PlaceHoldsOutcome> {
  if (command.key === null) return refusal
  const earlier = await ports.reservations.find(idOf(ports, command, command.key))
  return earlier === null ? refusal : resume(ports, command, earlier)
}

function idOf(ports: PlaceHoldsPorts, { session, contact }: PlaceHoldsCommand, key: string): ReservationId {
  const scope = session === null ? { buyer: ports.hashBuyer(contact.email) } : { session }
  return reservationIdOf(ports.keyedHash, scope, key)
}

function recordOf(
  ports: PlaceHoldsPorts,
  command: PlaceHoldsCommand,
  lines: readonly PricedLine[],
  wireQuantityMax: number,
): ReservationRecord {
  const { session, key, contact, bodyHash } = command
  const id = idOf(ports, command, key ?? ports.newId())
  return {
    id,
    session: session ?? sessionIdOf(ports.keyedHash, id),
    site: ports.site,
    buyer: ports.hashBuyer(contact.email),
    contact,
    items: lines.map(line => ({ ...line, holds: splitIntoHolds(ports.keyedHash, id, line, wireQuantityMax) })),
    bodyHash,
    createdAtMs: ports.clock(),
    abandonedAtMs: null,
  }
}

function splitIntoHolds(
  keyedHash: KeyedHash,
  reservation: ReservationId,
  { game, category, quantity }: PricedLine,
  max: number,
): ReservedItem['holds'] {
  return Array.from({ length: Math.ceil(quantity / max) }, (_, part) => ({
    id: holdIdOf(keyedHash, reservation, game, category, part),
    quantity: Math.min(max, quantity - part * max),
  }))
}

/**
 * The same request again: what the log knows stands; what it never heard is appended now, unless what it did hear has
 * ended meanwhile: then there is nothing left to complete.
 */
async function resume(
  ports: PlaceHoldsPorts,
  { bodyHash }: PlaceHoldsCommand,
  earlier: ReservationRecord,
): Promise<PlaceHoldsOutcome> {
  if (bodyHash !== earlier.bodyHash) return { kind: 'key-reused' }
  const known = await readUnlessKnown(ports, holdRefsOf(earlier))
  if (known === 'timeout') return place(ports, earlier, known)
  const missing = holdRefsOf(earlier).filter(ref => !known.has(holdKey(ref)))
  const { state } = reservationOf(earlier, known)
  const isOpen = state === 'requested' || state === 'abandoned'
  return place(ports, earlier, isOpen ? await request(ports, earlier, missing) : known)
}

/** Append the requests for some of a record's holds, and wait for what the log makes of all of them. */
async function request(
  ports: PlaceHoldsPorts,
  record: ReservationRecord,
  missing: readonly HoldRef[],
): Promise<ReadonlyMap<string, Decided> | 'timeout'> {
  const wanted = new Set(missing.map(holdKey))
  const requests = holdRequestsOf(record, ports.clock()).filter(({ game, site, hold }) =>
    wanted.has(holdKey({ game, site, id: hold })),
  )
  return appendAndRead(ports, requests, holdRefsOf(record))
}

const holdRequestsOf = (record: ReservationRecord, sentAtMs: number): HoldRequested[] =>
  record.items.flatMap(({ game, category, price, holds }) =>
    holds.map(({ id, quantity }): HoldRequested => ({
      kind: 'hold-requested',
      site: record.site,
      sentAtMs,
      hold: id,
      game,
      category,
      quantity,
      price,
      buyer: record.buyer,
      ttlMs: null,
      country: record.contact.country,
    })),
  )

/** All or nothing: where one hold was refused or has ended, the others are released. */
async function place(
  ports: PlaceHoldsPorts,
  record: ReservationRecord,
  decided: ReadonlyMap<string, Decided> | 'timeout',
): Promise<PlaceHoldsOutcome> {
  if (decided === 'timeout') return { kind: 'placed', reservation: { state: 'requested', record } }
  const reservation = reservationOf(record, decided)
  const { state } = reservation
  if (state !== 'requested' && state !== 'held' && state !== 'confirmed') {
    await appendAll(ports.salesLog, releaseRequestsOf(record, decided, ports.clock()))
  }
  return { kind: 'placed', reservation }
}
