import type { ListTerms } from '@matchday/domain/game/listing'
import type { Federation } from '@matchday/domain/inventory/federation'
import type { Chance } from '@matchday/domain/ports/chance'
import type { KeptFeed } from '@matchday/domain/ports/kept-feed'
import type { Journal } from '@matchday/domain/ports/journal'
import type { MasterListFeed } from '@matchday/domain/ports/master-list-feed'
import type { SiteCopy } from '@matchday/domain/ports/site-copy'
import type { AppendOutcomeUnknown } from '@matchday/domain/ports/unavailable'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import { openPartitions } from '@matchday/domain/usecases/open-partitions'
import type { TakeFeedPorts } from '@matchday/domain/usecases/take-feed'
import { takeFeed } from '@matchday/domain/usecases/take-feed'
import type { TellOthersPorts } from '@matchday/domain/usecases/tell-others'
import { tellOthers } from '@matchday/domain/usecases/tell-others'
import type { FeedReports } from './feed-reports.ts'
import { repeat } from './repeat.ts'
import type { Pause } from './time.ts'
import { createBell } from './time.ts'

/** How often to look at the topic, and for changed lists, although nobody told to. */
const feedLookMs = 2_000

/** What the consumer of the publisher's site has beside those of other sites. */
export type MasterListParts = {
  readonly feed: MasterListFeed
  readonly kept: KeptFeed
  readonly journal: Journal
  readonly isMessageSignedBy: TakeFeedPorts['isMessageSignedBy']
}

export type FeedLoopParts = Omit<TakeFeedPorts & TellOthersPorts, keyof MasterListParts> &
  MasterListParts & {
    readonly federation: Federation
    readonly copy: SiteCopy
    readonly chance: Chance
    readonly pause: Pause
    readonly feedReports: FeedReports
  }

/**
 * At the site of the federation's publisher: take what the master-list topic brings, and tell others there of changed
 * lists, until `signal` aborts.
 */
export async function followFeed(parts: FeedLoopParts, signal: AbortSignal): Promise<void> {
  const { feed, federation, feedReports, chance } = parts
  const bell = createBell(parts.pause)
  const stopListening = feed.onPublished(bell.ring)
  const step = async (): Promise<number> => {
    bell.reset()
    const isMore = (await isOpen(parts)) && (await takeAll(parts, federation.listTerms, signal))
    const { told, more } = await tellOthers(parts)
    feedReports.told(told)
    feedReports.available()
    return isMore || more ? 0 : feedLookMs
  }
  const onFailure = (error: Unavailable | AppendOutcomeUnknown): void => {
    if (error instanceof Unavailable && error.part === 'master-list-feed') feedReports.unavailable(error)
  }
  await repeat(step, { bell, chance, signal, onFailure }).finally(stopListening)
}

/**
 * Whether the log is open for lists. Where nobody has put a federation in force anywhere, as before a tournament whose
 * list comes from somebody else's topic, this does; a later version is the operator's to publish.
 */
async function isOpen(parts: FeedLoopParts): Promise<boolean> {
  const { copy, salesLog, federation } = parts
  const all = Array.from({ length: salesLog.partitions }, (_, partition) => partition)
  const states = await Promise.all(all.map(partition => copy.partition(partition)))
  const closed = states.filter(state => state.federation === null)
  if (closed.length === 0) return true
  if (closed.length === all.length) await openPartitions(parts, federation)
  return false
}

/** @returns whether there is more to take */
async function takeAll(parts: FeedLoopParts, terms: ListTerms | null, signal: AbortSignal): Promise<boolean> {
  if (terms === null) {
    parts.feedReports.noTerms()
    return false
  }
  let isMore = false
  for (let partition = 0; partition < parts.feed.partitions && !signal.aborted; partition++) {
    const taken = await takeFeed(parts, parts.federation, terms, partition)
    parts.feedReports.taken(partition, taken)
    isMore ||= taken.kind === 'taken' && taken.more
  }
  return isMore
}
