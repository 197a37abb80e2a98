/** The JSON in a text, null where there is none; undefined where it is not JSON. */
export function jsonOf(text: string | null): unknown {
  if (text === null || text === '') return null
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** What other sites send to show that they are there. */
export function isNothing(json: unknown): boolean {
  if (json === null) return true
  if (typeof json !== 'object' || Array.isArray(json)) return false
  return Object.keys(json).length === 0
}
