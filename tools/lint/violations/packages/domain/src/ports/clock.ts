import type { GameNumber } from '../game/ids.ts'

export type Clock = (game: GameNumber) => number
