import type { BuyerHash, HoldRef } from '@matchday/domain/inventory/ids'
import { buyerKey, holdKey } from '@matchday/domain/inventory/ids'
import type { JournalEntry } from '@matchday/domain/inventory/journal'
import type { Digest } from '@matchday/domain/inventory/state'
import type { WholePartition } from '@matchday/domain/inventory/whole'
import { emptyWhole } from '@matchday/domain/inventory/whole'
import type { GameNumber } from '@matchday/domain/game/ids'
import type { Decided } from '@matchday/domain/inventory/decided'
import type { Payment } from '@matchday/domain/payment/payment'
import type { PaymentLine } from '@matchday/domain/ports/payments'
import type { DeadLetterRow } from '@matchday/domain/ports/site-copy'
import type { ReservationId } from '@matchday/domain/reservation/ids'
import type { ReservationRecord } from '@matchday/domain/reservation/reservation'

/** What one commit tells the site's readers. */
export type SiteNews = {
  readonly partition: number
  readonly games: readonly GameNumber[]
  readonly caughtUp: boolean
}

/** One partition with all that was ever written of it. */
export type StoredPartition = {
  readonly whole: WholePartition
  readonly journal: JournalEntry[]
  readonly deadLetters: DeadLetterRow[]
  readonly digests: Digest[]
}

/** One payment with all that was ever written of it. */
export type StoredPayment = {
  readonly payment: Payment
  /** When recovery is to look at it; null: not at all. */
  readonly lookAtMs: number | null
  readonly lines: readonly PaymentLine[]
}

/** One site's database, in memory: every process that is to share it is handed the same one. */
export type MemorySiteStore = {
  readonly partitions: Map<number, StoredPartition>
  readonly giveBacks: Map<string, HoldRef>
  readonly reservations: Map<ReservationId, ReservationRecord>
  readonly payments: Map<ReservationId, StoredPayment>
  readonly listeners: Set<(news: SiteNews) => void>
}

export const createMemorySiteStore = (): MemorySiteStore => ({
  partitions: new Map(),
  giveBacks: new Map(),
  reservations: new Map(),
  payments: new Map(),
  listeners: new Set(),
})

export function storedPartition(store: MemorySiteStore, partition: number): StoredPartition {
  const known = store.partitions.get(partition)
  if (known !== undefined) return known
  const fresh = { whole: emptyWhole(partition), journal: [], deadLetters: [], digests: [] }
  store.partitions.set(partition, fresh)
  return fresh
}

const wholesOf = (store: MemorySiteStore): WholePartition[] => [...store.partitions.values()].map(({ whole }) => whole)

/** Seats, held and sold, that a buyer has over all games. */
export const seatsOfBuyer = (store: MemorySiteStore, buyer: BuyerHash): number =>
  wholesOf(store)
    .flatMap(({ games, buyers }) => [...games.keys()].map(game => buyers.get(buyerKey({ game, buyer }))))
    .reduce((seats, tally) => seats + (tally?.held ?? 0) + (tally?.sold ?? 0), 0)

/** What the log decided of holds; those it never heard of are absent. */
export function decidedIn(store: MemorySiteStore, refs: readonly HoldRef[]): Map<string, Decided> {
  const found = new Map<string, Decided>()
  for (const key of refs.map(holdKey)) {
    const hold = wholesOf(store).map(({ holds }) => holds.get(key)).find(one => one !== undefined)
    if (hold !== undefined) found.set(key, { hold, givenBack: store.giveBacks.has(key) })
  }
  return found
}

/** The earliest end of a partition's live holds, log time. */
export function nextDueIn({ holds }: WholePartition): number | null {
  let next: number | null = null
  for (const hold of holds.values()) {
    if (hold.state === 'held' && (next === null || hold.expiresAtMs < next)) next = hold.expiresAtMs
  }
  return next
}
