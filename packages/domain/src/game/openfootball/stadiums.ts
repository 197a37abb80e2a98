import type { Place } from '../json-place.ts'
import { below, elementsOf, integerAt, isRecord, note, shown, textAt } from '../json-place.ts'
import type { Venue } from '../venue.ts'
import { offsetMinutes } from '../venue.ts'
import { capacityMax } from '../wire-game.ts'
import type { Repair } from './repair.ts'

/** A venue with the city as the file writes it: `Doha (1)`, `Guadalajara (Zapopan)`. */
export type Stadium = Venue & { readonly cityAsWritten: string }

/** The stadiums file's venues. A number behind a city tells its stadiums apart and is no part of its name. */
export function stadiumsAt(place: Place, repairs: Repair[]): Stadium[] {
  const seen = new Set<string>()
  const stadiums: Stadium[] = []
  for (const at of elementsOf(below(place, 'stadiums'), 1, 1_000) ?? []) {
    const stadium = stadiumAt(at, repairs)
    if (stadium === undefined) continue
    if (seen.has(stadium.name)) note(below(at, 'name'), `${shown(stadium.name)} is the name of two stadiums`)
    seen.add(stadium.name)
    stadiums.push(stadium)
  }
  return stadiums
}

function stadiumAt(place: Place, repairs: Repair[]): Stadium | undefined {
  if (!isRecord(place)) return undefined
  const [name, cityAsWritten] = [textAt(below(place, 'name')), textAt(below(place, 'city'))]
  const capacity = integerAt(below(place, 'capacity'), 1, capacityMax)
  const timezone = textAt(below(place, 'timezone'))
  if (timezone !== undefined && offsetMinutes(timezone) === undefined) {
    return note(below(place, 'timezone'), `${shown(timezone)} is not an offset such as "UTC+3"`)
  }
  if (name === undefined || cityAsWritten === undefined || capacity === undefined || timezone === undefined) {
    return undefined
  }
  const city = cityAsWritten.replace(/ \(\d+\)$/, '')
  if (city !== cityAsWritten) {
    const path = below(place, 'city').path
    repairs.push({ kind: 'city-suffix-dropped', file: 'stadiums', path, game: null, from: cityAsWritten, to: city })
  }
  return { name, city, cityAsWritten, capacity, timezone }
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
  if (ground === undefined) return undefined
  const comma = ground.lastIndexOf(', ')
  const [name, city] = comma < 0 ? [ground, null] : [ground.slice(0, comma), ground.slice(comma + 2)]
  const isIn = (stadium: Stadium): boolean => stadium.city === city || stadium.cityAsWritten === city
  const repair = (kind: Repair['kind'], { name: to }: Stadium): number =>
    repairs.push({ kind, file: 'worldcup', path: place.path, game: null, from: ground, to })

  const alias = aliases.get(ground) ?? aliases.get(name)
  const found = stadiums.find(stadium => stadium.name === name) ?? stadiums.find(stadium => stadium.name === alias)
  if (found !== undefined) {
    if (city !== null && !isIn(found)) {
      return note(place, `${shown(found.name)} is in ${shown(found.city)} by the stadiums file, not in ${shown(city)}`)
    }
    if (found.name !== name) repair('venue-renamed', found)
    return found
  }
  if (alias !== undefined) return note(place, `${shown(alias)}, its alias, is not in the stadiums file either`)

  const inCity = stadiums.filter(stadium => stadium.cityAsWritten === ground || stadium.city === ground)
  const [only, second] = inCity
  if (only !== undefined && second === undefined) {
    repair('venue-by-city', only)
    return only
  }
  if (only !== undefined) return note(place, `${shown(ground)} has several stadiums: ${names(inCity)}`)
  const likely = stadiums.filter(isIn)
  const hint = likely.length === 0 ? '' : `; if it is another name of ${names(likely)}, give an alias`
  return note(place, `${shown(ground)} is not in the stadiums file${hint}`)
}

const names = (stadiums: readonly Stadium[]): string => stadiums.map(({ name }) => shown(name)).join(' or ')
