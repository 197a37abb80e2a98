import type { GameNumber } from '../game/ids.ts'
import type { GameListing, ListTerms } from '../game/listing.ts'
import type { ListPublished } from '../inventory/entry.ts'
import type { SiteId } from '../inventory/ids.ts'
import type { JournalDetail } from '../inventory/journal.ts'
import { listText } from '../inventory/list-text.ts'
import type { GameStock } from '../inventory/stock.ts'
import type { Clock } from '../ports/clock.ts'
import type { Journal } from '../ports/journal.ts'
import { AppendOutcomeUnknown } from '../ports/unavailable.ts'
import type { ReaderPorts } from './append.ts'

/** What of a list is to be published: each game that is new or differs, at the version that follows its own. */
export type Publication = {
  readonly records: readonly ListPublished[]
  readonly unchanged: readonly GameNumber[]
  /** On sale here, but not in the list: a game is never taken away. */
  readonly missing: readonly GameNumber[]
}

/** Compare a list with what this site sells by. */
export function planPublication(
  publisher: SiteId,
  current: ReadonlyMap<GameNumber, GameStock>,
  games: readonly GameListing[],
  termsOf: (game: GameNumber) => ListTerms,
): Publication {
  const records: ListPublished[] = []
  const unchanged: GameNumber[] = []
  for (const listing of games) {
    const list = current.get(listing.game)?.list ?? null
    const version = (list?.version ?? 0) + 1
    const terms = termsOf(listing.game)
    if (list !== null && listText(list) === listText({ ...terms, listing })) unchanged.push(listing.game)
    else records.push({ kind: 'list-published', site: publisher, sentAtMs: null, version, ...terms, listing })
  }
  const wanted = new Set(games.map(({ game }) => game))
  const missing = [...current.values()].filter(({ game, list }) => list !== null && !wanted.has(game))
  return { records, unchanged, missing: missing.map(({ game }) => game) }
}

export type PublishPorts = ReaderPorts & { readonly journal: Journal; readonly clock: Clock }

export type PublishedGame =
  | { readonly kind: 'applied'; readonly game: GameNumber; readonly version: number }
  /** The fold refused the whole record; `detail` says why. */
  | { readonly kind: 'refused'; readonly game: GameNumber; readonly version: number; readonly detail: JournalDetail }
  /** In the log, but this site's copy has not folded it in time. */
  | { readonly kind: 'undecided'; readonly game: GameNumber; readonly version: number }

/**
 * Append a publication's records side by side and wait for what the fold makes of each.
 * A record whose outcome is unknown is reported as undecided: publishing again tells, for a version applies once.
 * @param onDecided called as each game is decided
 * @throws Unavailable when a record was surely not appended
 */
export async function publishList(
  ports: PublishPorts,
  { records }: Publication,
  onDecided: (game: PublishedGame) => void = () => {},
): Promise<readonly PublishedGame[]> {
  return Promise.all(
    records.map(async record => {
      const decided = await publishGame(ports, record)
      onDecided(decided)
      return decided
    }),
  )
}

async function publishGame(ports: PublishPorts, record: ListPublished): Promise<PublishedGame> {
  const { version } = record
  const { game } = record.listing
  try {
    const position = await ports.salesLog.append({ ...record, sentAtMs: ports.clock() })
    const heard = await ports.decisions.after([position], [], ports.decisionTimeoutMs)
    if (heard === 'timeout') return { kind: 'undecided', game, version }
    const lines = await ports.journal.at(position)
    if (lines.some(({ kind }) => kind === 'list-applied')) return { kind: 'applied', game, version }
    const refusal = lines.find(({ kind }) => kind === 'list-refused')
    return { kind: 'refused', game, version, detail: refusal?.detail ?? { reason: 'dead-letter' } }
  } catch (error) {
    if (error instanceof AppendOutcomeUnknown) return { kind: 'undecided', game, version }
    throw error
  }
}
