import type { GameListing } from '../game/listing.ts'
import { listed } from './world.ts'

/** The listing of a game as the test world lists it; capacities by category. */
export function listingOf(number: number, capacities: Readonly<Record<number, number>> = { 1: 8, 2: 3 }): GameListing {
  const said = listed(1, capacities, { number })
  if (said.kind !== 'list-published') throw new Error('not a list')
  return said.listing
}
