import type { KeptListing } from '@matchday/domain/feed/kept-listing'
import type { GameNumber } from '@matchday/domain/game/ids'
import type { FeedDeadLetter, FeedPart } from '@matchday/domain/ports/kept-feed'

type StoredTelling = {
  readonly version: number
  readonly value: string | null
  readonly seen: boolean
  readonly takenAtMs: number | null
  readonly tries: number
}

/** What the publisher's site keeps of the topic, in memory; keys of places are `topic|partition`. */
export type MemoryFeedStore = {
  readonly positions: Map<string, FeedPart & { readonly nextOffset: number }>
  readonly listings: Map<GameNumber, KeptListing>
  readonly tellings: Map<GameNumber, StoredTelling>
  /** By `topic|partition|offset`. */
  readonly deadLetters: Map<string, FeedDeadLetter & FeedPart>
}

export const createMemoryFeedStore = (): MemoryFeedStore => ({
  positions: new Map(), listings: new Map(), tellings: new Map(), deadLetters: new Map(),
})
