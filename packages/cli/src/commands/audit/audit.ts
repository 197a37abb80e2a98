import { systemClock } from '@matchday/adapters/config/clock'
import { createFoldTools, sha256 } from '@matchday/adapters/federation/fold-tools'
import { openBulkPool } from '@matchday/adapters/postgres/bulk-pool'
import { openSite } from '@matchday/adapters/postgres/open-site'
import { readCopy } from '@matchday/adapters/postgres/read-copy'
import { recountRows } from '@matchday/adapters/postgres/recount-rows'
import { withScratchDatabase } from '@matchday/adapters/postgres/scratch-database'
import { signatureCheckOf } from '@matchday/adapters/sales-log/open-sales-log'
import type { CopyDifference, CopyState } from '@matchday/domain/inventory/compare-copies'
import { differencesBetween } from '@matchday/domain/inventory/compare-copies'
import { digestOf } from '@matchday/domain/inventory/digest'
import { categoryKey } from '@matchday/domain/inventory/ids'
import { replayLog } from '@matchday/domain/usecases/replay-log'
import type { SiteParts } from '../../open-parts.ts'
import type { Io } from '../../output.ts'
import { progress } from '../../progress.ts'

export type AuditedPartition = {
  readonly partition: number
  /** How far it was replayed: where the copy stood when the audit began. */
  readonly offset: number
  /** Of the copy, hex. */
  readonly digest: string
  readonly differences: readonly CopyDifference[]
}

export type Audited = {
  readonly partitions: readonly AuditedPartition[]
  /** Where counters are not the sums of their rows. */
  readonly recounted: readonly CopyDifference[]
}

/** Replay every partition up to where the copy stands, compare, and count the copy's rows anew. */
export async function audit(io: Io, parts: SiteParts): Promise<Audited> {
  const pool = openBulkPool(parts.settings.DATABASE_URL, { max: 2 })
  try {
    const numbers = Array.from({ length: parts.salesLog.partitions }, (_, partition) => partition)
    const copies = await Promise.all(numbers.map(partition => readCopy(pool, partition)))
    const partitions = await withScratchDatabase(parts.settings.DATABASE_URL, url => replay(io, parts, url, copies))
    const bar = progress(io, 'counting hold rows')
    const recounted = await recountRows(pool, sha256, rows => bar.update(rows, rows + 1))
    bar.stop()
    return { partitions, recounted }
  } finally {
    await pool.close()
  }
}

async function replay(
  io: Io,
  parts: SiteParts,
  url: string,
  copies: readonly CopyState[],
): Promise<AuditedPartition[]> {
  const { settings, federation, salesLog } = parts
  const scratch = openSite(url, systemClock)
  const pool = openBulkPool(url, { max: 1 })
  const tools = createFoldTools(federation, signatureCheckOf(settings.salesLog, federation))
  const ports = { site: settings.MATCHDAY_SITE, copy: scratch.copy, tools, salesLog }
  const bar = progress(io, 'replaying')
  try {
    const audited: AuditedPartition[] = []
    for (const copy of copies) {
      const { partition, nextOffset } = copy.partition
      await replayLog(ports, partition, nextOffset, offset => bar.update(offset, nextOffset))
      const differences = differencesBetween(copy, await readCopy(pool, partition))
      audited.push({ partition, offset: nextOffset, digest: digestOfCopy(copy), differences })
    }
    return audited
  } finally {
    bar.stop()
    await Promise.all([scratch.close(), pool.close()])
  }
}

const digestOfCopy = ({ partition, games, queues }: CopyState): string =>
  digestOf(partition, [...games.values()], at => queues.get(categoryKey(at))?.pendings ?? [], sha256)
