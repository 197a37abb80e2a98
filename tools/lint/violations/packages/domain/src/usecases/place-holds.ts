import type { GameNumber } from '../game/ids.ts'
import type { Clock } from '../ports/clock.ts'
import { Pool } from 'pg' // breaks domain-is-alone, postgres-stays-in-its-folders, no-unresolved-import

export const placeHolds = (game: GameNumber, clock: Clock): unknown => [game, clock, Pool]
