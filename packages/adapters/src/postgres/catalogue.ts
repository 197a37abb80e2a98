import type { Catalogue, CatalogueChange } from '@matchday/domain/ports/catalogue'
import type { CatalogueView } from '@matchday/domain/inventory/catalogue-view'
import type { Clock } from '@matchday/domain/ports/clock'
import type { GameNumber } from '@matchday/domain/game/ids'
import type { BulkPool } from './bulk-pool.ts'
import type { FoundCatalogue } from './read-catalogue.ts'
import { readCatalogue } from './read-catalogue.ts'
import { createRefresher } from './refresher.ts'
import type { SiteNotifications } from './site-notifications.ts'

/** The view is refreshed at most this often. */
export const refreshEveryMs = 20
/** After a refresh that failed the next one, of everything, waits this long. */
const retryAfterMs = 500

export type SiteCatalogue = Catalogue & {
  /** Resolves when the view was loaded for the first time. */
  readonly loaded: Promise<void>
  readonly close: () => Promise<void>
}

const emptyView: CatalogueView = { revision: 0, games: new Map(), federation: null, caughtUpAtMs: 0, nextDueMs: null }

/** What the next refresh has to bring. */
type Wanted = {
  everything: boolean
  readonly games: Set<GameNumber>
  /** By partition, when it was heard to stand at the end of the log: true of the view once it is refreshed. */
  readonly caughtUpAtMs: Map<number, number>
}

const wantsNothing = (): Wanted => ({ everything: false, games: new Set(), caughtUpAtMs: new Map() })

/** The site's copy in memory, refreshed as commits are heard of: reading it costs nothing. */
export function catalogueOn(pool: BulkPool, notifications: SiteNotifications, clock: Clock): SiteCatalogue {
  const followers = new Set<(change: CatalogueChange) => void>()
  const loaded = Promise.withResolvers<void>()
  const caughtUpAtMs = new Map<number, number>()
  /** By partition, where the last notification ended: the next one starts there, or one between was lost. */
  const heard = new Map<number, number>()
  let view = emptyView
  let wanted = wantsNothing()

  const show = (found: FoundCatalogue | null): void => {
    const { federation, nextDueMs } = found ?? view
    const fresh = { federation, nextDueMs, caughtUpAtMs: oldestOf(caughtUpAtMs, federation?.partitions ?? 0) }
    if (found === null) {
      view = { ...view, ...fresh }
      return
    }
    view = { ...fresh, games: new Map([...view.games, ...found.games]), revision: view.revision + 1 }
    loaded.resolve()
    const change = { revision: view.revision, games: [...found.games.values()] }
    for (const follow of followers) follow(change)
  }
  const refresh = async (): Promise<void> => {
    const { everything, games, caughtUpAtMs: caughtUp } = wanted
    wanted = wantsNothing()
    const isRead = everything || games.size > 0
    const found = isRead ? await readCatalogue(pool, everything ? null : [...games]).catch(giveUp) : null
    for (const [partition, atMs] of caughtUp) caughtUpAtMs.set(partition, atMs)
    show(found)
  }
  const giveUp = (error: unknown): never => {
    wanted.everything = true
    throw error
  }

  const refresher = createRefresher(refresh, { pauseMs: refreshEveryMs, pauseAfterFailureMs: retryAfterMs })
  const unfollow = notifications.follow({
    notified: ({ partition, from, nextOffset, games, federation, caughtUp }) => {
      const isMissing = (from ?? nextOffset) !== heard.get(partition)
      const isUnnamed = from !== undefined && games === undefined
      const isNewFederation = federation !== undefined && federation !== view.federation?.version
      if (isMissing || isUnnamed || isNewFederation) wanted.everything = true
      heard.set(partition, nextOffset)
      for (const game of games ?? []) wanted.games.add(game)
      if (caughtUp) wanted.caughtUpAtMs.set(partition, clock())
      refresher.ask()
    },
    connected: () => {
      wanted.everything = true
      refresher.ask()
    },
  })

  return {
    view: () => view,
    follow: listener => {
      followers.add(listener)
      return () => void followers.delete(listener)
    },
    loaded: loaded.promise,
    close: async () => {
      unfollow()
      await refresher.close()
    },
  }
}

/** When the partition was at the end of the log that was there longest ago; 0 where one never was. */
const oldestOf = (caughtUpAtMs: ReadonlyMap<number, number>, partitions: number): number =>
  partitions === 0 ? 0 : Math.min(...Array.from({ length: partitions }, (_, at) => caughtUpAtMs.get(at) ?? 0))
