import { evolve } from './evolve.ts' // breaks no-cycle
import type { Clock } from '../ports/clock.ts' // breaks concepts-know-no-use-case
import { placeHolds } from '../usecases/place-holds.ts' // breaks concepts-know-no-use-case

export type Scene = { readonly clock: Clock }
export const decide = [evolve, placeHolds]
