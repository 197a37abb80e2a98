import type { LogEntry } from '@matchday/domain/inventory/entry'
import type { RawRecord } from '@matchday/domain/ports/sales-log'

const raw = Symbol('raw record')

type RawEntry = LogEntry & { readonly [raw]: RawRecord }

/** An entry together with the bytes it was decoded from, which a signature covers. */
export const withRaw = (entry: LogEntry, record: RawRecord): LogEntry => ({ ...entry, [raw]: record }) as RawEntry

/** The bytes of an entry made by {@link withRaw}; undefined for any other. */
export const rawOf = (entry: LogEntry): RawRecord | undefined => (entry as Partial<RawEntry>)[raw]
