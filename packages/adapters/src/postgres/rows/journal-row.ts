import type { JournalDetail, JournalEntry, JournalKind } from '@matchday/domain/inventory/journal'
import { z } from 'zod'
import type { RowDoor } from './bad-row.ts'
import { doorOf, isInteger } from './bad-row.ts'
import { categorySchema, gameSchema, holdIdSchema, siteSchema } from './ids.ts'

const kinds = {
  'hold-granted': 1, 'hold-refused': 1, 'hold-repeated': 1, 'hold-conflict': 1, 'hold-sold': 1, 'sale-repeated': 1,
  'sale-refused': 1, 'hold-released': 1, 'hold-refunded': 1, 'release-ignored': 1, 'hold-expired': 1, notice: 1,
  'announced-pending': 1, 'announced-reserved': 1, 'announced-cancelled': 1, 'announced-returned': 1, oversold: 1,
  'list-applied': 1, 'list-refused': 1, 'federation-applied': 1, 'federation-ignored': 1,
} satisfies Record<JournalKind, 1>

const detailSchema: z.ZodType<JournalDetail> = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.array(z.number()), z.null()]),
)

const lineSchema = z
  .tuple([
    z.int(),
    z.int(),
    z.int(),
    z.custom<JournalKind>(kind => typeof kind === 'string' && Object.hasOwn(kinds, kind), 'is not a kind'),
    gameSchema.nullable(),
    categorySchema.nullable(),
    z.int().nullable(),
    z.int().nullable(),
    siteSchema.nullable(),
    holdIdSchema.nullable(),
    detailSchema.nullable(),
  ])
  .transform(([offset, step, timeMs, kind, game, category, quantity, price, site, hold, detail]): JournalEntry => ({
    offset, step, timeMs, kind, game, category, quantity, price, site, hold, detail,
  }))

/** The lines of one batch, as one JSON text. Written by hand, in a third of the time: only details need escapes. */
export function journalLines(entries: readonly JournalEntry[]): string {
  let lines = ''
  for (const { offset, step, timeMs, kind, game, category, quantity, price, site, hold, detail } of entries) {
    const numbers = `${game},${category},${quantity},${price}`
    const ids = `${site === null ? null : `"${site}"`},${hold === null ? null : `"${hold}"`}`
    const rest = detail === null ? null : JSON.stringify(detail)
    lines += `,[${offset},${step},${timeMs},"${kind}",${numbers},${ids},${rest}]`
  }
  return `[${lines.slice(1)}]`
}

/** Where a line stands: offset, then step. */
export type JournalPlace = { readonly offset: number; readonly step: number }

/**
 * Those of a batch's lines that are wanted, in their order.
 * @throws BadRow
 */
export function readJournal(text: string, key: string, isWanted: (place: JournalPlace) => boolean): JournalEntry[] {
  const door = doorOf('journal_batch', key)
  const lines: unknown = JSON.parse(text)
  if (!Array.isArray(lines)) return door.refuse('lines is not an array')
  const wanted = lines.filter((line: unknown) => isWanted(placeOf(line, door)))
  return wanted.map(line => {
    const parsed = lineSchema.safeParse(line)
    if (parsed.success) return parsed.data
    return door.refuse(`${JSON.stringify(line)}: ${z.prettifyError(parsed.error)}`)
  })
}

function placeOf(line: unknown, door: RowDoor): JournalPlace {
  const [offset, step] = Array.isArray(line) ? (line as unknown[]) : []
  return { offset: door.is(offset, isInteger, 'offset'), step: door.is(step, isInteger, 'step') }
}
