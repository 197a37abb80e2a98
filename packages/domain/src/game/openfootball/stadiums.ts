import type { Place } from '../json-place.ts'
import { below, elementsOf, integerAt, isRecord, note, shown, soundly, textAt } from '../json-place.ts'
import type { Venue } from '../venue.ts'
import { timezoneAt } from '../venue.ts'
import { capacityMax } from '../wire-game.ts'
import type { Repair } from './repair.ts'

/** A venue with the city as the file writes it: `Doha (1)`, `Guadalajara (Zapopan)`. */
export type Stadium = Venue & { readonly cityAsWritten: string }

const stadiumsMax = 1_000

/** The stadiums file's venues. A number behind a city tells its stadiums apart and is no part of its name. */
export function stadiumsAt(place: Place, repairs: Repair[]): Stadium[] {
  const seen = new Set<string>()
  return elementsOf(below(place, 'stadiums'), 1, stadiumsMax).flatMap(at => {
    const stadium = soundly(at, () => readStadium(at, repairs))
    if (stadium === undefined) return []
    if (seen.has(stadium.name)) note(below(at, 'name'), `${shown(stadium.name)} is the name of two stadiums`)
    seen.add(stadium.name)
    return [stadium]
  })
}

function readStadium(place: Place, repairs: Repair[]): Stadium | undefined {
  if (!isRecord(place)) return undefined
  const cityAsWritten = textAt(below(place, 'city'))
  const city = cityAsWritten.replace(/ \(\d+\)$/, '')
  if (city !== cityAsWritten) {
    const path = below(place, 'city').path
    repairs.push({ kind: 'city-suffix-dropped', file: 'stadiums', path, game: null, from: cityAsWritten, to: city })
  }
  return {
    name: textAt(below(place, 'name')),
    city,
    cityAsWritten,
    capacity: integerAt(below(place, 'capacity'), 1, capacityMax),
    timezone: timezoneAt(below(place, 'timezone')),
  }
}

/**
 * The stadium that a game's `ground` names: `Name, City`, `Name`, or the city of a single stadium. Any other text needs
 * an alias, of the whole ground or of the name in it; without one it is a fault, and the likely stadium only a hint.
 */
export function stadiumOf(
  place: Place,
  stadiums: readonly Stadium[],
  aliases: ReadonlyMap<string, string>,
  repairs: Repair[],
): Stadium | undefined {
  const ground = textAt(place)
  if (ground === '') return undefined
  const comma = ground.lastIndexOf(', ')
  const [name, city] = comma < 0 ? [ground, null] : [ground.slice(0, comma), ground.slice(comma + 2)]
  const isIn = (stadium: Stadium): boolean => stadium.city === city || stadium.cityAsWritten === city
  const repair = (kind: Repair['kind'], { name: to }: Stadium): number =>
    repairs.push({ kind, file: 'worldcup', path: place.path, game: null, from: ground, to })

  const alias = aliases.get(ground) ?? aliases.get(name)
  const found = stadiums.find(stadium => stadium.name === name) ?? stadiums.find(stadium => stadium.name === alias)
  if (found !== undefined) {
    if (city !== null && !isIn(found)) {
      note(place, `${shown(found.name)} is in ${shown(found.city)} by the stadiums file, not in ${shown(city)}`)
    }
    if (found.name !== name) repair('venue-renamed', found)
    return found
  }
  const inCity = stadiums.filter(stadium => stadium.cityAsWritten === ground || stadium.city === ground)
  const [only, second] = inCity
  if (only !== undefined && second === undefined && alias === undefined) {
    repair('venue-by-city', only)
    return only
  }
  if (alias !== undefined) note(place, `${shown(alias)}, its alias, is not in the stadiums file either`)
  else if (only !== undefined) note(place, `${shown(ground)} has several stadiums: ${names(inCity)}`)
  else note(place, `${shown(ground)} is not in the stadiums file${hint(stadiums.filter(isIn))}`)
  return undefined
}

const hint = (likely: readonly Stadium[]): string =>
  likely.length === 0 ? '' : `; if it is another name of ${names(likely)}, give an alias`
const names = (stadiums: readonly Stadium[]): string => stadiums.map(({ name }) => shown(name)).join(' or ')
