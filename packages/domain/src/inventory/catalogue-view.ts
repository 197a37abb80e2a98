import type { GameNumber } from '../game/ids.ts'
import type { Federation } from './federation.ts'
import type { GameStock } from './stock.ts'

/** This site's copy as readers see it: held in memory, refreshed after every commit that changes it. */
export type CatalogueView = {
  /** Goes up with every change; two views with one revision are equal. 0: nothing was loaded yet. */
  readonly revision: number
  readonly games: ReadonlyMap<GameNumber, GameStock>
  readonly federation: Federation | null
  /** When, by this site's clock, every partition was last known to stand at the end of the log; 0: never. */
  readonly caughtUpAtMs: number
  /** When the next live hold is due, log time; null: none. */
  readonly nextDueMs: number | null
}
