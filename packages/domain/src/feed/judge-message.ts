import type { GameListing } from '../game/listing.ts'
import type { Federation, Signer } from '../inventory/federation.ts'
import { siteInForce } from '../inventory/federation.ts'
import type { FeedFault, FeedSaid, ToldVersion } from './entry.ts'

/** What a message is to the publisher's site. */
export type FeedVerdict =
  | { readonly kind: 'listed'; readonly listing: GameListing }
  /** By a site of this federation. */
  | { readonly kind: 'told'; readonly told: ToldVersion }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'not-taken'; readonly reason: FeedFault; readonly detail: string }

/** Judge one message. `isSignedBy` says whether it is signed by a key. */
export function judgeMessage(
  said: FeedSaid,
  federation: Federation,
  isSignedBy: (signer: Signer) => boolean,
): FeedVerdict {
  switch (said.kind) {
    case 'game-listed':
      return { kind: 'listed', listing: said.listing }
    case 'game-told': {
      const signer = siteInForce(federation, said.site)
      if (signer === undefined) return notTaken('unknown-site', `${said.site} is not in the roster`)
      if (!isSignedBy(signer)) return notTaken('bad-signature', `is not signed by ${said.site}, as it claims`)
      return { kind: 'told', told: { game: said.game, version: said.version } }
    }
    case 'empty':
      return { kind: 'nothing' }
    case 'malformed':
      return notTaken(said.reason, said.detail)
    default:
      return said satisfies never
  }
}

const notTaken = (reason: FeedFault, detail: string): FeedVerdict => ({ kind: 'not-taken', reason, detail })
