import type { ValueNode } from '@humanwhocodes/momoa'
import { parse } from '@humanwhocodes/momoa'
import type { Fault, JsonPath } from '@matchday/domain/game/json-place'
import type { Result } from '@matchday/domain/result'
import { refuse, succeed } from '@matchday/domain/result'

/** A place in a text: both from 1, the column in UTF-16 units. */
export type Position = { readonly line: number; readonly column: number }

/** A fault and where in its file it stands. */
export type LocatedFault = Fault & Position & { readonly file: string }

/** A JSON text that was read whole: its value, and where in the text each part of the value stands. */
export type JsonSource = {
  readonly value: unknown
  /** Where the value at `path` begins, with its name if it has one; of a missing one, what it is missing from. */
  readonly locate: (path: JsonPath) => Position
}

const depthMax = 64

/**
 * Parses strictly (RFC 8259). Refused with every fault: a text that is not JSON, at the first thing that is not; one
 * nested deeper than 64; and every field given twice in one object, of which a plain parser would keep the last.
 */
export function parseJson(text: string, file: string): Result<JsonSource, readonly LocatedFault[]> {
  const deep = tooDeep(text)
  if (deep !== undefined) return refuse([{ file, path: [], reason: `is nested deeper than ${depthMax}`, ...deep }])
  let root: ValueNode
  let value: unknown
  try {
    root = parse(text, { mode: 'json' }).body
    value = JSON.parse(text)
  } catch (error) {
    return refuse([{ file, path: [], ...syntaxFault(error) }])
  }
  const repeated = repeatedFields(root, [])
  if (repeated.length > 0) return refuse(repeated.map(fault => ({ file, ...fault })))
  return succeed({ value, locate: path => locate(root, path) })
}

/** The first bracket past the limit: the parser is recursive and would run out of stack. */
function tooDeep(text: string): Position | undefined {
  let depth = 0
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{}]/gs)) {
    if (token === '[' || token === '{') depth += 1
    else if (token === ']' || token === '}') depth -= 1
    if (depth > depthMax) return positionOf(text, index)
  }
  return undefined
}

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** Momoa says where by fields; what only the engine's own parser refuses says so in words. */
function syntaxFault(error: unknown): Position & { reason: string } {
  if (!(error instanceof Error)) throw error
  const [, line = '1', column = '1'] = /\(?line (\d+) column (\d+)\)?/.exec(error.message) ?? []
  const at = 'line' in error && 'column' in error ? error : { line, column }
  const said = error.message.replace(/ ?\((line )?\d+(:| column )\d+\)$/, '')
  return { line: Number(at.line), column: Number(at.column), reason: `is not JSON: ${said}` }
}

function repeatedFields(node: ValueNode, path: JsonPath): (Fault & Position)[] {
  if (node.type === 'Array') {
    return node.elements.flatMap((element, index) => repeatedFields(element.value, [...path, index]))
  }
  if (node.type !== 'Object') return []
  const seen = new Set<string>()
  return node.members.flatMap(({ name, value }) => {
    const key = name.type === 'String' ? name.value : name.name
    const at = [...path, key]
    const again = seen.has(key) ? [{ path: at, ...startOf(name), reason: 'is given twice' }] : []
    seen.add(key)
    return [...again, ...repeatedFields(value, at)]
  })
}

function locate(root: ValueNode, path: JsonPath): Position {
  let node = root
  let position = startOf(root)
  for (const key of path) {
    if (node.type === 'Array' && typeof key === 'number') {
      const element = node.elements[key]
      if (element === undefined) break
      node = element.value
      position = startOf(element)
    } else if (node.type === 'Object') {
      const member = node.members.find(({ name }) => name.type === 'String' && name.value === key)
      if (member === undefined) break
      node = member.value
      position = startOf(member)
    } else break
  }
  return position
}

const startOf = ({ loc: { start } }: { loc: { start: Position } }): Position => ({
  line: start.line,
  column: start.column,
})
