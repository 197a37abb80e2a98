import type { Place } from './json-place.ts'
import { below, elementsOf, integerAt, isRecord, note, pathText, shown, soundly, textAt } from './json-place.ts'
import type { GameListing } from './listing.ts'
import { capacityMax, toBeAnnounced } from './wire-game.ts'

const venuesMax = 1_000

/** A stadium. Games name it by its name alone, so that a name is given once. */
export type Venue = {
  readonly name: string
  readonly city: string
  /** Seats for sale in one game. */
  readonly capacity: number
  /** A fixed offset such as `UTC+3`, for showing local times; kick-offs themselves are in UTC. */
  readonly timezone: string
}

/** Minutes that local time is ahead of UTC in `UTC+3`, `UTC-5` or `UTC+5:30`; undefined for any other text. */
export function offsetMinutes(timezone: string): number | undefined {
  const parts = /^UTC(?:([+-])(\d{1,2})(?::([0-5]\d))?)?$/.exec(timezone)
  if (parts === null) return undefined
  const [, sign, hours = '0', minutes = '0'] = parts
  const total = Number(hours) * 60 + Number(minutes)
  if (total > 14 * 60) return undefined
  return sign === '-' && total !== 0 ? -total : total
}

/** A list's venues at their indexes, undefined for each that has a fault; a name given twice is one too. */
export function venuesAt(place: Place): (Venue | undefined)[] {
  const seen = new Map<string, Place>()
  return elementsOf(place, 0, venuesMax).map(at =>
    soundly(at, () => {
      const venue = readVenue(at)
      const first = seen.get(venue.name)
      if (first !== undefined) {
        note(below(at, 'name'), `${shown(venue.name)} is already the name of ${pathText(first.path)}`)
      }
      if (venue.name !== '') seen.set(venue.name, at)
      return venue
    }),
  )
}

function readVenue(place: Place): Venue {
  const known = isRecord(place, ['name', 'city', 'capacity', 'timezone'])
  if (!known) return { name: '', city: '', capacity: 0, timezone: 'UTC' }
  return {
    name: textAt(below(place, 'name')),
    city: textAt(below(place, 'city')),
    capacity: integerAt(below(place, 'capacity'), 0, capacityMax),
    timezone: timezoneAt(below(place, 'timezone')),
  }
}

/** An offset from UTC as text. */
export function timezoneAt(place: Place): string {
  const { value } = place
  if (typeof value === 'string' && offsetMinutes(value) !== undefined) return value
  note(place, `${shown(value)} is not an offset such as "UTC+3"`)
  return 'UTC'
}

/** Notes each game that is in no listed venue, or offers more seats than its venue has. */
export function noteSeating(
  place: Place,
  games: readonly (GameListing | undefined)[],
  venues: readonly (Venue | undefined)[],
): void {
  const byName = new Map(venues.filter(venue => venue !== undefined).map(venue => [venue.name, venue]))
  // With a venue in fault, its games would only repeat that fault in other words.
  const complete = venues.length > 0 && byName.size === venues.length
  for (const [index, listing] of games.entries()) {
    if (listing === undefined || listing.venue === toBeAnnounced) continue
    const venue = byName.get(listing.venue)
    if (venue === undefined) {
      if (complete) note(below(below(place, index), 'location'), `${shown(listing.venue)} is not among the venues`)
      continue
    }
    const seats = listing.categories.reduce((sum, category) => sum + category.capacity, 0)
    if (seats > venue.capacity) {
      const at = below(below(place, index), 'availability')
      note(at, `offers ${seats} seats, more than the ${venue.capacity} of ${shown(venue.name)}`)
    }
  }
}
