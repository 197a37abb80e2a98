import type { z } from 'zod'
import { doorOf } from './bad-row.ts'

/** Texts remembered at most. */
const rememberedMax = 2_000

/**
 * Reads a json column. The same text gives the same object again, unparsed: lists, federations and refusals repeat.
 * @throws BadRow when it is not JSON or not of the schema
 */
export function jsonColumn<Value>(table: string, column: string, schema: z.ZodType<Value>) {
  const remembered = new Map<string, Value>()
  return (text: unknown, key: string): Value => {
    const door = doorOf(table, key)
    if (typeof text !== 'string') return door.refuse(`${column} is ${JSON.stringify(text)}`)
    const known = remembered.get(text)
    if (known !== undefined) return known
    const parsed = schema.safeParse(parse(text))
    if (!parsed.success) return door.refuse(`${column}: ${parsed.error.issues.map(issueText).join('; ')}`)
    if (remembered.size >= rememberedMax) remembered.clear()
    remembered.set(text, parsed.data)
    return parsed.data
  }
}

const issueText = ({ path, message }: { path: PropertyKey[]; message: string }): string =>
  path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
