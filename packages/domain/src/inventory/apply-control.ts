import { reportOversell } from './apply-announcement.ts'
import { settleSums } from './close-draft.ts'
import type { ListRefusal } from './decide-list.ts'
import { decideList } from './decide-list.ts'
import { digestOf } from './digest.ts'
import type { Draft } from './draft.ts'
import { note } from './draft.ts'
import type { FederationPublished, ListPublished, LogEntry } from './entry.ts'
import type { Federation } from './federation.ts'
import { foldRules } from './federation.ts'
import type { CategoryRef } from './ids.ts'
import type { JournalDetail } from './journal.ts'
import { queueNow } from './queue.ts'
import { copyCategory, gameNow, gameOf } from './rows.ts'
import type { Stop } from './state.ts'
import { emptyCategory, emptyGame, sellable } from './stock.ts'

export function applyList(draft: Draft, published: ListPublished): void {
  const { listing, version, site } = published
  const on = { game: listing.game, site }
  const decision = decideList(gameNow(draft, listing.game) ?? emptyGame(listing.game), published)
  if (decision.kind === 'refused') {
    note(draft, 'list-refused', on, { version, ...detailOf(decision.refusal) })
    return
  }
  const game = gameOf(draft, listing.game)
  const before = game.categories
  game.list = decision.stock.list
  game.categories = new Map([...decision.stock.categories].map(([key, stock]) => [key, copyCategory(stock)]))
  note(draft, 'list-applied', on, { version })
  for (const { category } of listing.categories) {
    const stock = before.get(category) ?? emptyCategory(category)
    reportOversell(draft, { game: listing.game, category }, stock.listed ? sellable(stock) : 0, null)
  }
}

const detailOf = ({ kind, ...rest }: ListRefusal): JournalDetail => ({ reason: kind, ...rest })

/** Why a federation record cannot be folded here; null: it can, because it changes nothing or is fully known. */
export function stopOf(draft: Draft, entry: LogEntry): Stop | null {
  const { said, offset } = entry
  if (said.kind !== 'federation-published') return null
  const { federation } = draft
  if (federation !== null && said.version <= federation.version) return null
  const stop = (why: Stop['why']): Stop => ({ offset, why, version: said.version })
  if (said.rules !== foldRules) return stop('rules-unknown')
  const next = draft.tools.federationOf(said.sha256)
  if (next === undefined || next.version !== said.version) return stop('federation-unknown')
  return federation === null || isSameLog(federation, next) ? null : stop('federation-moved')
}

const isSameLog = (a: Federation, b: Federation): boolean =>
  a.tournament === b.tournament && a.logId === b.logId && a.partitions === b.partitions

export function applyFederation(draft: Draft, published: FederationPublished): void {
  const { version, sha256 } = published
  const next = draft.tools.federationOf(sha256)
  if (next === undefined || (draft.federation !== null && version <= draft.federation.version)) {
    note(draft, 'federation-ignored', null, { version })
    return
  }
  draft.federation = next
  note(draft, 'federation-applied', null, { version, sha256 })
}

/** Compute this site's own digest, of everything up to and including this record. */
export function applyDigest(draft: Draft): void {
  settleSums(draft)
  const { state, nextOffset, logTimeMs, federation } = draft
  const partition = { partition: state.partition.partition, nextOffset, logTimeMs, federation }
  const games = [...new Map([...state.games, ...draft.games]).values()]
  const pendingsOf = (at: CategoryRef) => queueNow(draft, at)
  draft.digests.push({ offset: draft.offset, state: digestOf(partition, games, pendingsOf, draft.tools.sha256) })
}
