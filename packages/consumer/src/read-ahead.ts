import type { LogChunk, Position, SalesLog } from '@matchday/domain/ports/sales-log'

/** Reads a partition chunk by chunk, and the next one while the last is being applied. */
export type ReadAhead = {
  /** The chunk from `offset` on: the one read ahead, if it starts there, else a new one. @throws as `SalesLog.read` */
  readonly next: (offset: number) => Promise<LogChunk>
  /**
   * Start to read what follows `chunk`, if it did not reach the end of the log. At the end nothing is read ahead:
   * the later the read, the more records go together in the next batch.
   */
  readonly readAhead: (chunk: LogChunk) => void
}

/** @param onRead called just before each read: what is appended later may not be in it */
export function createReadAhead(
  salesLog: Pick<SalesLog, 'read'>,
  { partition, max, onRead }: { readonly partition: number; readonly max: number; readonly onRead: () => void },
): ReadAhead {
  let ahead: { readonly from: number; readonly chunk: Promise<LogChunk> } | null = null
  const read = (offset: Position['offset']): Promise<LogChunk> => {
    onRead()
    return salesLog.read({ partition, offset }, max)
  }
  return {
    next: async offset => {
      const known = ahead
      ahead = null
      return known?.from === offset ? known.chunk : read(offset)
    },
    readAhead: ({ next: from, end }) => {
      if (from >= end) return
      const chunk = read(from)
      // It is looked at only when its turn comes; until then nobody listens to its failure.
      chunk.catch(() => {})
      ahead = { from, chunk }
    },
  }
}
