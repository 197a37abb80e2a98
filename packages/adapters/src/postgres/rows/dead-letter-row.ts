import type { DeadLetterReason } from '@matchday/domain/inventory/dead-letter'
import type { DeadLetterRecord, DeadLetterSummary } from '@matchday/domain/ports/dead-letters'
import type { DeadLetterRow } from '@matchday/domain/ports/site-copy'
import type { RawRecord } from '@matchday/domain/ports/sales-log'
import { z } from 'zod'
import { quoted, quotedBytes } from '../array-literal.ts'
import type { Columns } from '../columns.ts'

const reasons = {
  undecodable: 1, 'not-json': 1, 'wrong-shape': 1, 'too-many-headers': 1, 'repeated-header': 1, unsigned: 1,
  'bad-signature': 1, 'unknown-version': 1, 'unknown-kind': 1, 'unknown-site': 1, 'not-the-publisher': 1,
  'no-federation': 1, 'wrong-partition': 1, 'above-announced-max': 1,
} satisfies Record<DeadLetterReason, 1>

const isReason = (value: unknown): boolean => typeof value === 'string' && Object.hasOwn(reasons, value)

export const bytes = z.instanceof(Uint8Array).transform(buffer => new Uint8Array(buffer))
export const base64 = z.base64().transform(text => new Uint8Array(Buffer.from(text, 'base64')))

const named = { partition: z.int(), offset: z.int(), reason: z.custom<DeadLetterReason>(isReason, 'is not a reason') }

/** A row as the dead letters' queries name its columns; the first one names the row that is wrong. */
export const deadLetterSchema = z
  .object({
    ...named,
    key: bytes.nullable(),
    value: bytes.nullable(),
    headers: z.array(z.tuple([z.string(), base64.nullable()])),
    timestampMs: z.int(),
  })
  .transform(({ partition, offset, reason, ...raw }): DeadLetterRecord => ({ partition, offset, reason, raw }))
  .describe('dead_letter')

export const deadLetterSummarySchema: z.ZodType<DeadLetterSummary> = z
  .object({
    ...named,
    timestampMs: z.int(),
    key: bytes.nullable(),
    valueStart: bytes.nullable(),
    valueBytes: z.int(),
    headers: z.int(),
  })
  .describe('dead_letter')

export const deadLetterCountSchema = z.object({ reason: named.reason, letters: z.int() }).describe('dead_letter')

export const headersText = ({ headers }: RawRecord): string =>
  JSON.stringify(headers.map(([name, value]) => [name, value === null ? null : Buffer.from(value).toString('base64')]))

export const deadLetterWritten: Columns<DeadLetterRow> = [
  ['log_offset', 'bigint', letter => letter.offset],
  ['reason', 'text', letter => letter.reason],
  ['key', 'bytea', letter => quotedBytes(letter.raw.key)],
  ['value', 'bytea', letter => quotedBytes(letter.raw.value)],
  ['headers', 'json', letter => quoted(headersText(letter.raw))],
  ['timestamp_ms', 'bigint', letter => letter.raw.timestampMs],
]
