import type { GameNumber } from '@matchday/domain/game/ids'
import { stagesOf } from '@matchday/domain/game/stage'
import type { GameStock, PublishedList } from '@matchday/domain/inventory/stock'
import type { CatalogueView } from '@matchday/domain/inventory/catalogue-view'
import type { ShownGame } from './present-game.ts'

/** The games that are for sale, as they are until the copy changes or the next game kicks off. */
export type Snapshot = {
  readonly revision: number
  /** The tournament's calendar at which `onSale` changes for some game; Infinity: never. */
  readonly validUntilMs: number
  /** By game number. */
  readonly games: ReadonlyMap<GameNumber, ShownGame>
}

type Listed = GameStock & { readonly list: PublishedList }
const isListed = (stock: GameStock): stock is Listed => stock.list !== null

/** A game that only announcements name is not shown: nothing is known of it but a number. */
export function takeSnapshot(view: CatalogueView, calendarMs: number): Snapshot {
  const listed = [...view.games.values()].filter(isListed).toSorted((one, other) => one.game - other.game)
  const stages = stagesOf(listed.map(({ list }) => list.listing))
  const shown = listed.map((stock): [GameNumber, ShownGame] => {
    const stage = stages.get(stock.game) ?? 'knockout'
    return [stock.game, { stock, stage, onSale: stock.list.listing.kickOffMs > calendarMs }]
  })
  const coming = listed.map(({ list }) => list.listing.kickOffMs).filter(kickOffMs => kickOffMs > calendarMs)
  return { revision: view.revision, validUntilMs: Math.min(...coming), games: new Map(shown) }
}
