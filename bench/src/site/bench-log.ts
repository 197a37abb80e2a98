import type { Federation } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { FoldTools } from '@matchday/domain/inventory/state'
import type { Outgoing, SalesLog } from '@matchday/domain/ports/sales-log'

/** A sales log of the bench's own, opened by its federation and lists. */
export type BenchLog = {
  readonly federation: Federation
  /** What the fold needs to check its records. */
  readonly tools: FoldTools
  /** What a site's process is told of it. */
  readonly environmentOf: (site: SiteId) => Readonly<Record<string, string>>
  /** As the site that sells; it is closed by whoever opened it. */
  readonly open: () => Promise<SalesLog>
}

/** Makes logs of one kind. */
export type CreateLog = (name: string) => Promise<BenchLog>

/** As many records as may wait for the log at once without being refused. */
const appendedTogether = 50_000

/** Appends records in their order, in large batches. */
export const appendTo = (log: Pick<BenchLog, 'open'>, records: readonly Outgoing[]): Promise<void> =>
  withLog(log, async salesLog => {
    for (let from = 0; from < records.length; from += appendedTogether) {
      await Promise.all(records.slice(from, from + appendedTogether).map(record => salesLog.append(record)))
    }
  })

export async function withLog<Answer>(
  { open }: Pick<BenchLog, 'open'>,
  work: (salesLog: SalesLog) => Promise<Answer>,
): Promise<Answer> {
  const salesLog = await open()
  try {
    return await work(salesLog)
  } finally {
    await salesLog.close()
  }
}
