import type { Federation } from '@matchday/domain/inventory/federation'
import type { PartitionState } from '@matchday/domain/inventory/state'
import { emptyPartition } from '@matchday/domain/inventory/state'
import { z } from 'zod'
import type { BulkRow } from '../bulk-pool.ts'
import { doorOf, isCount } from './bad-row.ts'
import { siteSchema } from './ids.ts'
import { jsonColumn } from './json-column.ts'

const signer = { id: siteSchema, publicKey: z.string().nullable() }

const listTerms = z.object({ currency: z.string(), limits: z.object({ perBuyer: z.int(), holdMaxMs: z.int() }) })

export const federationSchema: z.ZodType<Federation> = z.object({
  sha256: z.string(),
  version: z.int(),
  tournament: z.string(),
  logId: z.string(),
  partitions: z.int().min(1),
  publisher: z.object(signer),
  sites: z.array(z.object({ ...signer, name: z.string(), waits: z.boolean() })),
  settings: z.object({
    announcedMax: z.int(),
    announcedTtlMs: z.int(),
    clockStepMaxMs: z.int(),
    wireQuantityMax: z.int(),
    siteHeldMax: z.int().nullable(),
    unsignedAnnouncements: z.boolean(),
    perBuyerTournament: z.int().nullable(),
  }),
  // Not in rows that were written before there was such a thing.
  listTerms: listTerms.nullable().default(null),
})

const readDocument = jsonColumn('federation', 'document', federationSchema)

/** The columns that {@link readPartition} takes. */
export const partitionColumns = 'p.partition, p.next_offset, p.log_time_ms, f.document'
export const partitionTables = 'partition_state p LEFT JOIN federation f ON f.sha256 = p.federation'

/** @throws BadRow */
export function readPartition([number, nextOffset, logTimeMs, document]: BulkRow): PartitionState {
  const key = String(number)
  const door = doorOf('partition_state', key)
  return {
    ...emptyPartition(door.is(number, isCount, 'partition')),
    nextOffset: door.is(nextOffset, isCount, 'next_offset'),
    logTimeMs: door.is(logTimeMs, isCount, 'log_time_ms'),
    federation: document === null ? null : readDocument(document, key),
  }
}
