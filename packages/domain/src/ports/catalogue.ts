import type { CatalogueView } from '../inventory/catalogue-view.ts'
import type { GameStock } from '../inventory/stock.ts'

/** What just changed, for those who follow along. */
export type CatalogueChange = { readonly revision: number; readonly games: readonly GameStock[] }

export type Catalogue = {
  readonly view: () => CatalogueView
  /** @returns stop following */
  readonly follow: (listener: (change: CatalogueChange) => void) => () => void
}
