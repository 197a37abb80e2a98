import type { MasterList } from '@matchday/domain/game/master-list'
import { currency } from '@matchday/domain/game/currency'
import type { CatalogueView } from '@matchday/domain/inventory/catalogue-view'
import type { SiteParts } from '../../open-parts.ts'

/**
 * What a site sells by, as a list. It knows no venues and no note; limits are those of its first game, and that per
 * tournament is the federation's. Null while no game is open.
 */
export async function siteList({ site }: SiteParts): Promise<MasterList | null> {
  await site.catalogue.loaded
  return listOfView(site.catalogue.view())
}

export function listOfView({ games, federation }: CatalogueView): MasterList | null {
  const lists = [...games.values()].map(({ list }) => list).filter(list => list !== null)
  const [first] = lists
  if (first === undefined || federation === null) return null
  const { tournament, settings } = federation
  return {
    tournament: { id: tournament, name: tournament },
    note: null,
    currency: currency(first.currency),
    limits: {
      perBuyerAndGame: first.limits.perBuyer,
      perBuyerAndTournament: settings.perBuyerTournament ?? Infinity,
      holdMaxMs: first.limits.holdMaxMs,
    },
    venues: [],
    games: lists.map(({ listing }) => listing).sort((a, b) => a.game - b.game),
  }
}

/** A file's list without what a site does not know, so that a comparison tells real changes alone. */
export const comparable = (list: MasterList, other: MasterList): MasterList => ({
  ...list,
  tournament: other.tournament,
  note: other.note,
  venues: other.venues,
})
