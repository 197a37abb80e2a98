import type { placeHolds } from '../usecases/place-holds.ts' // breaks ports-know-no-use-case

export type Hasty = typeof placeHolds
