import type { JsonPath } from '../json-place.ts'

type Parent = Record<string | number, unknown>

/** A copy of `document` with another value at `path`; undefined takes the field or element away. */
export function plant(document: unknown, path: JsonPath, value: unknown): unknown {
  const copy = structuredClone(document)
  const last = path.at(-1)
  if (last === undefined) return value
  const parent = path.slice(0, -1).reduce<Parent>((at, key) => at[key] as Parent, copy as Parent)
  if (value === undefined && Array.isArray(parent)) parent.splice(Number(last), 1)
  else if (value === undefined) delete parent[last]
  else parent[last] = value
  return copy
}

/** Every path into a document that leads to something, the root's first. */
export function pathsIn(value: unknown, path: JsonPath = []): JsonPath[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [path, ...entries.flatMap(([key, inner]) => pathsIn(inner, [...path, key]))]
}
