import { sha256 } from '@matchday/adapters/federation/fold-tools'
import type { GameListing, SaleLimits } from '@matchday/domain/game/listing'
import type { Federation } from '@matchday/domain/inventory/federation'
import { foldRules } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import type { SiteCopy } from '@matchday/domain/ports/site-copy'
import { applySales } from '@matchday/domain/usecases/apply-sales'

export type TestConsumer = {
  /** Folds nothing until `resume`, as a consumer that is down. */
  readonly pause: () => void
  readonly resume: () => void
  readonly reportCaughtUp: () => void
  readonly close: () => Promise<void>
}

type ConsumerParts = {
  readonly site: SiteId
  readonly copy: SiteCopy
  readonly federation: Federation
  readonly salesLog: SalesLog
}

const chunkMax = 500

/** The least that keeps a copy true: folds whatever is appended, one chunk at a time. Caught up when it resolves. */
export async function startTestConsumer({ site, copy, federation, salesLog }: ConsumerParts): Promise<TestConsumer> {
  const tools = {
    sha256,
    publisher: federation.publisher,
    isSignedBy: () => true,
    federationOf: (hash: string) => (hash === federation.sha256 ? federation : undefined),
  }
  const state = { isPaused: false, isClosed: false }
  let folding: Promise<void> | null = null

  const foldToTheEnd = async (): Promise<void> => {
    while (!state.isPaused && !state.isClosed) {
      const partition = await copy.partition(0)
      const chunk = await salesLog.read({ partition: 0, offset: partition.nextOffset }, chunkMax)
      if (chunk.next === partition.nextOffset) return copy.reportCaughtUp(0)
      await applySales({ site, copy, tools }, partition, chunk)
    }
  }
  const wake = (): void => {
    folding ??= foldToTheEnd().finally(() => (folding = null))
  }
  const stop = salesLog.onAppended(wake)
  // What arrives between the end of a round and the next wake-up is found by looking.
  const looking = setInterval(wake, 20)
  await foldToTheEnd()
  return {
    pause: () => (state.isPaused = true),
    resume: () => {
      state.isPaused = false
      wake()
    },
    reportCaughtUp: () => void copy.reportCaughtUp(0),
    close: async () => {
      state.isClosed = true
      clearInterval(looking)
      stop()
      await folding
      await salesLog.close()
    },
  }
}

export type ListedGame = { readonly listing: GameListing; readonly limits: SaleLimits; readonly currency: string }

/** What a publisher appends first: the federation, then the list of every game. */
export async function openFederation(
  log: SalesLog,
  federation: Federation,
  games: readonly ListedGame[],
): Promise<void> {
  const { publisher, sha256: hash, version } = federation
  const from = { site: publisher.id, sentAtMs: null }
  await log.append({ kind: 'federation-published', ...from, partition: 0, sha256: hash, version, rules: foldRules })
  for (const game of games) await log.append({ kind: 'list-published', ...from, version: 1, ...game })
}
