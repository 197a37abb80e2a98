import type { Catalogue, CatalogueChange } from '@matchday/domain/ports/catalogue'
import type { CatalogueView } from '@matchday/domain/inventory/catalogue-view'
import type { Clock } from '@matchday/domain/ports/clock'
import type { MemorySiteStore, SiteNews } from './site-store.ts'
import { nextDueIn, storedPartition } from './site-store.ts'

export type MemoryCatalogue = Catalogue & { readonly close: () => void }

/** The copy as readers see it, changed by each commit to the same store. */
export function memoryCatalogue(store: MemorySiteStore, clock: Clock): MemoryCatalogue {
  const followers = new Set<(change: CatalogueChange) => void>()
  const caughtUpAtMs = new Map<number, number>()
  let view = firstView(store)
  const listener = ({ partition, games, caughtUp }: SiteNews): void => {
    if (caughtUp) caughtUpAtMs.set(partition, clock())
    const { whole } = storedPartition(store, partition)
    const changed = games.map(game => whole.games.get(game)).filter(stock => stock !== undefined)
    const federation = newestFederation(store)
    const isChanged = changed.length > 0 || federation !== view.federation
    view = {
      revision: view.revision + (isChanged ? 1 : 0),
      games: new Map([...view.games, ...changed.map(stock => [stock.game, stock] as const)]),
      federation,
      caughtUpAtMs: oldest(Array.from({ length: federation?.partitions ?? 0 }, (_, at) => caughtUpAtMs.get(at) ?? 0)),
      nextDueMs: nextDue(store),
    }
    if (!isChanged) return
    for (const follow of followers) follow({ revision: view.revision, games: changed })
  }
  store.listeners.add(listener)
  return {
    view: () => view,
    follow: follower => {
      followers.add(follower)
      return () => void followers.delete(follower)
    },
    close: () => void store.listeners.delete(listener),
  }
}

const oldest = (times: readonly number[]): number => (times.length === 0 ? 0 : Math.min(...times))

const firstView = (store: MemorySiteStore): CatalogueView => ({
  revision: 1,
  games: new Map([...store.partitions.values()].flatMap(({ whole }) => [...whole.games])),
  federation: newestFederation(store),
  caughtUpAtMs: 0,
  nextDueMs: nextDue(store),
})

const newestFederation = (store: MemorySiteStore): CatalogueView['federation'] =>
  [...store.partitions.values()]
    .map(({ whole }) => whole.partition.federation)
    .filter(federation => federation !== null)
    .sort((a, b) => b.version - a.version)[0] ?? null

const nextDue = (store: MemorySiteStore): number | null => {
  const dues = [...store.partitions.values()].map(({ whole }) => nextDueIn(whole)).filter(due => due !== null)
  return dues.length === 0 ? null : oldest(dues)
}
