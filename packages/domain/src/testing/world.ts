import { createHash } from 'node:crypto'
import type { CategoryNumber, GameNumber } from '../game/ids.ts'
import { categoryNumber, gameNumber } from '../game/ids.ts'
import type { LogEntry, Said } from '../inventory/entry.ts'
import type { Federation, FederationSettings } from '../inventory/federation.ts'
import { foldRules } from '../inventory/federation.ts'
import type { foldBatch } from '../inventory/fold.ts'
import type { BuyerHash, HoldId, SiteId } from '../inventory/ids.ts'
import type { JournalEntry } from '../inventory/journal.ts'
import type { DeadLetter, Digest, FoldState, FoldTools, Stop } from '../inventory/state.ts'
import type { Touched } from '../inventory/touches.ts'
import { touches } from '../inventory/touches.ts'
import type { WholePartition } from '../inventory/whole.ts'
import { applyChanges, emptyWhole, readWhole } from '../inventory/whole.ts'

export type Fold = typeof foldBatch

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
export const site = (name: string): SiteId => name as SiteId
export const game = (number: number): GameNumber => gameNumber(number)
export const category = (number: number): CategoryNumber => categoryNumber(number)
export const hold = (number: number): HoldId => `00000000-0000-8000-8000-${String(number).padStart(12, '0')}` as HoldId
export const buyer = (number: number): BuyerHash => String(number).padStart(43, 'b') as BuyerHash

const settings: FederationSettings = {
  announcedMax: 1_000,
  announcedTtlMs: 300,
  clockStepMaxMs: 50,
  wireQuantityMax: 3,
  siteHeldMax: null,
  unsignedAnnouncements: true,
  perBuyerTournament: null,
}

/** Two sites that wait for the log, one that only announces, and a publisher. */
export const federationOf = (version: number, changed: Partial<FederationSettings> = {}): Federation => ({
  sha256: `federation-${version}`,
  version,
  tournament: 'cup',
  logId: 'log',
  partitions: 1,
  publisher: { id: site('publisher'), publicKey: 'publisher-key' },
  sites: [
    { id: site('a'), name: 'A', publicKey: 'key-a', waits: true },
    { id: site('b'), name: 'B', publicKey: 'key-b', waits: true },
    { id: site('loud'), name: 'Loud', publicKey: 'key-loud', waits: false },
  ],
  settings: { ...settings, ...changed },
  listTerms: { currency: 'USD', limits: { perBuyer: 6, holdMaxMs: 100 } },
})

export const toolsFor = (...federations: Federation[]): FoldTools => ({
  sha256,
  publisher: federationOf(1).publisher,
  isSignedBy: () => true,
  federationOf: hash => federations.find(federation => federation.sha256 === hash),
})

export const opening = (version = 1): Said => ({
  kind: 'federation-published',
  site: site('publisher'),
  sentAtMs: null,
  sha256: `federation-${version}`,
  version,
  rules: foldRules,
})

/** A list of one game; capacities and prices by category. */
export const listed = (
  version: number,
  capacities: Readonly<Record<number, number>>,
  { number = 1, price = 10, perBuyer = 6, holdMaxMs = 100 } = {},
): Said => ({
  kind: 'list-published',
  site: site('publisher'),
  sentAtMs: null,
  version,
  currency: 'USD',
  limits: { perBuyer, holdMaxMs },
  listing: {
    game: game(number),
    round: 1,
    kickOffMs: 0,
    venue: 'Stadium',
    home: 'Home',
    away: 'Away',
    group: 'A',
    categories: Object.entries(capacities).map(([key, capacity]) => ({
      category: category(Number(key)), capacity, price,
    })),
  },
})

/** A record that says nothing, as other sites' heartbeats do. */
export const nothing: Said = { kind: 'empty' }

export const stated = (partition = 0): Said => ({
  kind: 'digest-stated', site: site('a'), sentAtMs: null, partition, state: null, at: null,
})

/** Say things in order: one record each, stamped by the log, `stepMs` apart from `fromMs` on. */
export const logOf = (said: readonly Said[], { fromMs = 1_000, stepMs = 1, firstOffset = 0 } = {}): LogEntry[] =>
  said.map((what, index) => ({
    offset: firstOffset + index,
    timestampMs: fromMs + index * stepMs,
    stampedBy: 'log',
    said: what,
  }))

export type Replayed = {
  readonly whole: WholePartition
  readonly journal: JournalEntry[]
  readonly deadLetters: DeadLetter[]
  readonly digests: Digest[]
  readonly stop: Stop | null
}

/** Fold a log in batches of the sizes given (the last size repeats), each on what the one before left. */
export function replay(
  fold: Fold,
  entries: readonly LogEntry[],
  { tools = toolsFor(federationOf(1)), sizes = [entries.length], whole = emptyWhole(0), load = readWhole }: {
    tools?: FoldTools
    sizes?: readonly number[]
    whole?: WholePartition
    load?: (whole: WholePartition, touched: Touched) => FoldState
  } = {},
): Replayed {
  const replayed = { whole, journal: [] as JournalEntry[], deadLetters: [] as DeadLetter[], digests: [] as Digest[] }
  let stop: Stop | null = null
  for (let at = 0, batch = 0; at < entries.length && stop === null; batch++) {
    const size = Math.max(1, sizes[Math.min(batch, sizes.length - 1)] ?? 1)
    const chunk = entries.slice(at, at + size)
    const changes = fold(load(whole, touches(chunk, whole.partition.logTimeMs)), chunk, tools)
    applyChanges(whole, changes)
    replayed.journal.push(...changes.journal)
    replayed.deadLetters.push(...changes.deadLetters)
    replayed.digests.push(...changes.digests)
    stop = changes.stop
    at += size
  }
  return { ...replayed, stop }
}
