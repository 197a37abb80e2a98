/** Where a value stands in a parsed document: field names and array indexes, outermost first. */
export type JsonPath = readonly (string | number)[]

/** What is wrong, and where. */
export type Fault = { readonly path: JsonPath; readonly reason: string }

/** A value of a parsed document, its path, and the list that its faults go to, so that a check finds all of them. */
export type Place = { readonly value: unknown; readonly path: JsonPath; readonly faults: Fault[] }

/** A parsed document as a whole, with no fault yet. */
export const documentPlace = (value: unknown): Place => ({ value, path: [], faults: [] })

/** Notes a fault at `place`; returns undefined, which is what a check that failed has to hand on. */
export function note(place: Place, reason: string): undefined {
  place.faults.push({ path: place.path, reason })
  return undefined
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

/** The fields of an object whose names are data; undefined, noted, where it is none. */
export const entriesOf = (place: Place): (readonly [string, Place])[] | undefined =>
  isRecord(place) ? Object.keys(place.value as object).map(name => [name, below(place, name)]) : undefined

/** The elements of an array of `min` to `max`; undefined, noted, where it is none. */
export function elementsOf(place: Place, min: number, max: number): Place[] | undefined {
  const { value } = place
  if (!Array.isArray(value)) return note(place, `${shown(value)} is not an array`)
  if (value.length < min) return note(place, `has ${value.length} elements, not ${min} or more`)
  if (value.length > max) return note(place, `has ${value.length} elements, more than ${max}`)
  return value.map((_, index) => below(place, index))
}

/** A whole number from `min` to `max`; undefined, noted, for anything else. Nothing is coerced. */
export function integerAt(place: Place, min: number, max: number): number | undefined {
  const { value } = place
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return value as number
  return note(place, `${shown(value)} is not an integer from ${min} to ${max}`)
}

/** Text of 1 to `max` characters without space around it; undefined, noted, for anything else. */
export function textAt(place: Place, max = 200): string | undefined {
  const { value } = place
  if (typeof value !== 'string') return note(place, `${shown(value)} is not text`)
  if (value === '' || value.trim() !== value) return note(place, `${shown(value)} is empty or has space around it`)
  if (value.length > max) return note(place, `is longer than ${max} characters`)
  return value
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
