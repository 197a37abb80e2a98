import type { Result } from '../result.ts'
import { refuse, succeed } from '../result.ts'

/** Where a value stands in a parsed document: field names and array indexes, outermost first. */
export type JsonPath = readonly (string | number)[]

/** What is wrong, and where. */
export type Fault = { readonly path: JsonPath; readonly reason: string }

/** A value of a parsed document, its path, and the list that its faults go to, so that a check finds all of them. */
export type Place = { readonly value: unknown; readonly path: JsonPath; readonly faults: Fault[] }

/** A parsed document as a whole, with no fault yet. */
export const documentPlace = (value: unknown): Place => ({ value, path: [], faults: [] })

/** Notes a fault at `place`. */
export function note(place: Place, reason: string): void {
  place.faults.push({ path: place.path, reason })
}

// What reads a place hands on a stand-in where it noted a fault, so that it goes on to find the others. `settled` and
// `soundly` are what keeps a stand-in from being taken for the real thing.

/** The value that was read of a whole document, unless a fault was noted anywhere in it. */
export const settled = <Value>({ faults }: Place, value: Value): Result<Value, readonly Fault[]> =>
  faults.length > 0 ? refuse(faults) : succeed(value)

/** The value that `read` makes of a part of a document, or undefined where it noted a fault. */
export function soundly<Value>({ faults }: Place, read: () => Value): Value | undefined {
  const before = faults.length
  const value = read()
  return faults.length > before ? undefined : value
}

/** The value below `place` under `key`; undefined as a value where there is none. */
export function below(place: Place, key: string | number): Place {
  const { value, path, faults } = place
  const own = typeof value === 'object' && value !== null && Object.hasOwn(value, key)
  return { value: own ? (value as Record<string | number, unknown>)[key] : undefined, path: [...path, key], faults }
}

/** Notes whatever is not an object, and each field that is not among `known`. */
export function isRecord(place: Place, known?: readonly string[]): boolean {
  const { value } = place
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    note(place, `${shown(value)} is not an object`)
    return false
  }
  for (const name of known === undefined ? [] : Object.keys(value)) {
    if (!known?.includes(name)) note(below(place, name), `is not a field of this format; known: ${known?.join(', ')}`)
  }
  return true
}

/** The fields of an object whose names are data; none, noted, where it is no object. */
export const entriesOf = (place: Place): (readonly [string, Place])[] =>
  isRecord(place) ? Object.keys(place.value as object).map(name => [name, below(place, name)]) : []

/** The elements of an array of `min` to `max`; none, noted, where it is no such array. */
export function elementsOf(place: Place, min: number, max: number): Place[] {
  const { value } = place
  if (!Array.isArray(value)) note(place, `${shown(value)} is not an array`)
  else if (value.length < min) note(place, `has ${value.length} elements, not ${min} or more`)
  else if (value.length > max) note(place, `has ${value.length} elements, more than ${max}`)
  else return value.map((_, index) => below(place, index))
  return []
}

/** A whole number from `min` to `max`; nothing is coerced. `min` stands in where a fault was noted. */
export function integerAt(place: Place, min: number, max: number): number {
  const { value } = place
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return value as number
  note(place, `${shown(value)} is not an integer from ${min} to ${max}`)
  return min
}

/** Text of 1 to `max` characters without space around it. Empty text stands in where a fault was noted. */
export function textAt(place: Place, max = 200): string {
  const { value } = place
  if (typeof value !== 'string') note(place, `${shown(value)} is not text`)
  else if (value === '' || value.trim() !== value) note(place, `${shown(value)} is empty or has space around it`)
  else if (value.length > max) note(place, `is longer than ${max} characters`)
  else return value
  return ''
}

/** `games[3].availability.category1`; `the document` for the root. */
export function pathText(path: JsonPath): string {
  const text = path.map(key => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('')
  return text === '' ? 'the document' : text.replace(/^\./, '')
}

/** A value as a reason shows it: short, whatever its size. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object' && value !== null) return 'an object'
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}...` : value)
  return String(value)
}
