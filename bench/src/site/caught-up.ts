import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { withLog } from './bench-log.ts'
import type { BenchSite } from './bench-site.ts'

/** Where a site's copy stands, and when it was seen there, in milliseconds of this process's clock. */
export type Sight = { readonly nextOffset: number; readonly atMs: number }

/** Seldom enough to cost nothing, often enough for a catch-up of seconds. */
const lookEveryMs = 20

/**
 * Watches a copy until it stands at the end of its log.
 * @param seen called with each place it is seen at
 * @throws Error when it does not get there in time
 */
export async function untilCaughtUp(
  { databaseUrl, log }: BenchSite,
  { withinMs, seen = () => {} }: { readonly withinMs: number; readonly seen?: (sight: Sight, end: number) => void },
): Promise<void> {
  const end = await withLog(log, salesLog => salesLog.end(0))
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const deadlineMs = performance.now() + withinMs
    for (;;) {
      const { rows } = await client.query<{ at: string }>({
        name: 'at', text: 'SELECT next_offset AS at FROM partition_state WHERE partition = 0',
      })
      const sight = { nextOffset: Number(rows[0]?.at ?? 0), atMs: performance.now() }
      seen(sight, end)
      if (sight.nextOffset >= end) return
      if (sight.atMs > deadlineMs) throw new Error(`the copy stands at ${sight.nextOffset} of ${end}`)
      await pause(lookEveryMs)
    }
  } finally {
    await client.end()
  }
}
