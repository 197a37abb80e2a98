import { hash } from 'node:crypto'
import type { GameNumber } from '@matchday/domain/game/ids'
import type { GameStock } from '@matchday/domain/inventory/stock'
import type { Catalogue } from '@matchday/domain/ports/catalogue'
import type { Calendar } from '@matchday/domain/ports/clock'
import type { GameFilter } from '../../schemas/game-filter.ts'
import { passes } from './filter-games.ts'
import type { ShownGame } from './present-game.ts'
import { presentAvailability, presentGame } from './present-game.ts'
import type { Snapshot } from './snapshot.ts'
import { takeSnapshot } from './snapshot.ts'

/** A body that is ready to be sent, and its entity tag. */
export type Page = { readonly body: Buffer; readonly etag: string }

/** The shop's answers, each made once per state of the copy. */
export type Pages = {
  readonly games: (filter: GameFilter) => Page
  /** Null where there is no such game. */
  readonly game: (game: GameNumber) => Page | null
  readonly availability: () => Page
  readonly availabilityOf: (game: GameNumber) => Page | null
  /** The availability of some games as they are now, as JSON. */
  readonly changes: (games: Iterable<GameNumber>) => { readonly revision: number; readonly text: string }
}

/** Most answers kept per state of the copy; whoever asks in more different ways has them made again. */
export const pagesMax = 200

export function createPages({ catalogue, calendar }: { catalogue: Catalogue; calendar: Calendar }): Pages {
  let snapshot: Snapshot = { revision: -1, validUntilMs: -Infinity, games: new Map() }
  let pages = new Map<string, Page>()
  const textOf = { game: createTexts(presentGame), availability: createTexts(presentAvailability) }

  const current = (): Snapshot => {
    const view = catalogue.view()
    const calendarMs = calendar()
    if (view.revision !== snapshot.revision || calendarMs >= snapshot.validUntilMs) {
      snapshot = takeSnapshot(view, calendarMs)
      pages = new Map()
    }
    return snapshot
  }

  const page = (name: string, text: () => string): Page => {
    const found = pages.get(name)
    if (found !== undefined) return found
    const body = Buffer.from(text())
    const made = { body, etag: `"${hash('sha256', body, 'base64url').slice(0, 27)}"` }
    if (pages.size < pagesMax) pages.set(name, made)
    return made
  }

  const list = (shown: Iterable<ShownGame>, text: (game: ShownGame) => string): string =>
    `{"games":[${Array.from(shown, text).join(',')}]}`

  return {
    games: filter => {
      const { games } = current()
      const name = `games${JSON.stringify(filter)}`
      return page(name, () => list([...games.values()].filter(shown => passes(shown, filter)), textOf.game))
    },
    game: game => {
      const shown = current().games.get(game)
      return shown === undefined ? null : page(`game/${game}`, () => textOf.game(shown))
    },
    availability: () => {
      const { games } = current()
      return page('availability', () => list(games.values(), textOf.availability))
    },
    availabilityOf: game => {
      const shown = current().games.get(game)
      return shown === undefined ? null : page(`availability/${game}`, () => textOf.availability(shown))
    },
    changes: games => {
      const { games: all, revision } = current()
      const changed = Array.from(games, game => all.get(game)).filter(shown => shown !== undefined)
      return { revision, text: list(changed, textOf.availability) }
    },
  }
}

/** A game's JSON, kept for as long as its row is the same: in a busy sale one game changes and a hundred do not. */
function createTexts(present: (game: ShownGame) => unknown): (game: ShownGame) => string {
  const texts = new WeakMap<GameStock, { readonly shown: ShownGame; readonly text: string }>()
  return shown => {
    const kept = texts.get(shown.stock)
    if (kept?.shown.stage === shown.stage && kept.shown.onSale === shown.onSale) return kept.text
    const text = JSON.stringify(present(shown))
    texts.set(shown.stock, { shown, text })
    return text
  }
}
