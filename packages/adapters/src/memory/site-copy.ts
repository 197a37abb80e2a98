import { holdKey } from '@matchday/domain/inventory/ids'
import type { BuyerHash } from '@matchday/domain/inventory/ids'
import type { Touched } from '@matchday/domain/inventory/touches'
import { applyChanges, readWhole } from '@matchday/domain/inventory/whole'
import type { GiveBack, SiteCopy } from '@matchday/domain/ports/site-copy'
import { keepNotices, leaveNotices, takeNotices } from './notices.ts'
import type { MemorySiteStore, SiteNews } from './site-store.ts'
import { decidedIn, nextDueIn, seatsOfBuyer, storedPartition } from './site-store.ts'

/**
 * The copy in memory. A load hands out all rows, uncopied: they are good until the next commit, after which a batch
 * that was folded on them is stale.
 */
export function memorySiteCopy(store: MemorySiteStore): SiteCopy {
  const tell = (news: SiteNews): void => {
    for (const listener of store.listeners) listener(news)
  }
  return {
    partition: partition => Promise.resolve(storedPartition(store, partition).whole.partition),
    load: (partition, touched) => {
      const { whole, digests, standings } = storedPartition(store, partition.partition)
      const hasLimit = partition.federation !== null && partition.federation.settings.perBuyerTournament !== null
      const buyerTotals = hasLimit || touched.wholePartition ? totalsOf(store, touched) : new Map<BuyerHash, number>()
      const own = new Map(digests.filter(({ offset }) => touched.digests.has(offset)).map(at => [at.offset, at.state]))
      const state = { ...readWhole(whole, touched), partition }
      return Promise.resolve({ state, buyerTotals, digests: { own, standings } })
    },
    commit: ({ expectedOffset, changes, deadLetters, giveBacks, notices, standings, caughtUp }) => {
      const { partition } = changes.partition
      const stored = storedPartition(store, partition)
      if (stored.whole.partition.nextOffset !== expectedOffset) return Promise.resolve('stale')
      applyChanges(stored.whole, changes)
      stored.journal.push(...changes.journal)
      stored.deadLetters.push(...deadLetters)
      stored.digests.push(...changes.digests)
      for (const standing of standings) stored.standings.set(standing.site, standing)
      for (const ref of giveBacks) store.giveBacks.set(holdKey(ref), ref)
      keepNotices(stored.notices, notices)
      tell({ partition, games: changes.games.map(({ game }) => game), caughtUp })
      return Promise.resolve('committed')
    },
    reportCaughtUp: partition => {
      tell({ partition, games: [], caughtUp: true })
      return Promise.resolve()
    },
    nextDueMs: partition => Promise.resolve(nextDueIn(storedPartition(store, partition).whole)),
    pendingGiveBacks: max => Promise.resolve(openGiveBacks(store).slice(0, max)),
    takeNotices: (partition, terms, max) => {
      const { notices, whole } = storedPartition(store, partition)
      return Promise.resolve(takeNotices(notices, terms, whole.partition.nextOffset, max))
    },
    leaveNotices: (partition, left) =>
      Promise.resolve(leaveNotices(storedPartition(store, partition).notices, left)),
  }
}

const totalsOf = (store: MemorySiteStore, { buyers }: Touched): Map<BuyerHash, number> =>
  new Map([...buyers.values()].map(({ buyer }) => [buyer, seatsOfBuyer(store, buyer)]))

const openGiveBacks = (store: MemorySiteStore): GiveBack[] =>
  [...decidedIn(store, [...store.giveBacks.values()]).values()]
    .map(({ hold }) => hold)
    .filter(hold => hold.state === 'held')
    .map(({ game, site, id, category, quantity, price }) => ({ game, site, id, category, quantity, price }))
