import { compareDigests } from '@matchday/domain/inventory/digest-standing'
import type { LogEntry, Said } from '@matchday/domain/inventory/entry'
import { foldBatch } from '@matchday/domain/inventory/fold'
import type { HoldRef } from '@matchday/domain/inventory/ids'
import type { Changes, FoldTools } from '@matchday/domain/inventory/state'
import type { Notices } from '@matchday/domain/inventory/notices'
import { noNotices } from '@matchday/domain/inventory/notices'
import { touches } from '@matchday/domain/inventory/touches'
import type { Catalogue } from '@matchday/domain/ports/catalogue'
import type { Clock } from '@matchday/domain/ports/clock'
import type { Convergence } from '@matchday/domain/ports/convergence'
import type { DeadLetters } from '@matchday/domain/ports/dead-letters'
import type { Decisions } from '@matchday/domain/ports/decisions'
import type { Journal } from '@matchday/domain/ports/journal'
import type { Membership } from '@matchday/domain/ports/membership'
import type { Reservations } from '@matchday/domain/ports/reservations'
import type { BatchCommit, DeadLetterRow, SiteCopy } from '@matchday/domain/ports/site-copy'
import { federationOf, toolsFor } from '@matchday/domain/testing/world'

/** One process's access to a site. */
export type OpenedSite = {
  readonly copy: SiteCopy
  readonly decisions: Decisions
  readonly reservations: Reservations
  readonly catalogue: Catalogue
  readonly journal: Journal
  readonly deadLetters: DeadLetters
  readonly convergence: Convergence
  readonly membership: Membership
}

/** One site, and what a suite does to it from outside. */
export type SiteSubject = {
  /** Another process that serves the same site. */
  readonly open: (clock?: Clock) => OpenedSite
  /** Every row of every table: equal before and after where nothing was written. */
  readonly dump: () => Promise<unknown>
  /** Leave nothing of what was folded and reserved. */
  readonly clear: () => Promise<void>
  /** Clear, with no process left that has seen anything of it. */
  readonly restart: () => Promise<void>
  /** Close and remove everything. */
  readonly remove: () => Promise<void>
}

/** A federation over two partitions beside the one over one; both may be opened. */
export const worldTools: FoldTools = toolsFor(federationOf(1), federationOf(2, { announcedTtlMs: 100 }))

const rawOf = (offset: number): DeadLetterRow['raw'] => ({
  key: null,
  value: new TextEncoder().encode(`record ${offset}`),
  headers: [['name', null], ['name', Uint8Array.of(0, 255)]],
  timestampMs: offset,
})

export type ConsumeOptions = {
  readonly partition?: number
  readonly tools?: FoldTools
  readonly caughtUp?: boolean
  readonly giveBacks?: (changes: Changes) => readonly HoldRef[]
  readonly notices?: (changes: Changes) => Notices
}

/** Load, fold and prepare the commit of a batch, as a consumer does. */
export async function prepare(
  copy: SiteCopy,
  entries: readonly LogEntry[],
  options: ConsumeOptions = {},
): Promise<BatchCommit> {
  const { partition = 0, tools = worldTools, caughtUp = false } = options
  const { giveBacks = () => [], notices = () => noNotices } = options
  const before = await copy.partition(partition)
  const { state, digests } = await copy.load(before, touches(entries, before.logTimeMs))
  const changes = foldBatch(state, entries, tools)
  const deadLetters = changes.deadLetters.map(letter => ({ ...letter, raw: rawOf(letter.offset) }))
  const standings = compareDigests(entries, changes.digests, digests)
  return {
    expectedOffset: before.nextOffset, changes, deadLetters, giveBacks: giveBacks(changes), notices: notices(changes),
    standings, caughtUp,
  }
}

/** Fold what is said, next in the partition, as one batch at one log time, and commit it. */
export async function consume(
  copy: SiteCopy,
  said: readonly Said[],
  timestampMs: number,
  options: ConsumeOptions = {},
): Promise<Changes> {
  const { nextOffset } = await copy.partition(options.partition ?? 0)
  const entries = said.map((what, at): LogEntry =>
    ({ offset: nextOffset + at, timestampMs, stampedBy: 'log', said: what }))
  const batch = await prepare(copy, entries, options)
  if ((await copy.commit(batch)) === 'stale') throw new Error(`the partition moved on from ${nextOffset} by itself`)
  return batch.changes
}
