import { exitCodes } from '../../exit-codes.ts'
import { fail } from '../../output.ts'
import type { SiteChild } from './site-child.ts'

/** A site that ends by itself more often than this within a minute is not started again. */
export const restartsMax = 5
const withinMs = 60_000

export type Kept = {
  /** Rejects when a site cannot be kept running. */
  readonly failed: Promise<never>
  readonly stop: () => Promise<void>
}

/** Start again whichever site ends without being asked to: whatever it had in hand, the log and the database have. */
export function keepRunning(
  first: readonly SiteChild[],
  start: (site: SiteChild['site']) => Promise<SiteChild>,
  say: (line: string) => void,
): Kept {
  const running = new Map(first.map(child => [child.site, child]))
  let isStopping = false
  const watch = async (child: SiteChild): Promise<never> => {
    const starts: number[] = []
    for (let current = child; ; ) {
      const how = await current.exited
      if (isStopping) return new Promise<never>(() => {})
      const now = performance.now()
      starts.push(now)
      while (now - (starts[0] ?? now) >= withinMs) starts.shift()
      if (starts.length > restartsMax) {
        fail(`${child.site} ended ${starts.length} times within a minute (${how})`, exitCodes.io)
      }
      say(`${child.site} ended (${how}); starting it again`)
      current = await start(child.site)
      running.set(child.site, current)
      // Stopping may have begun while it started: then nobody else knows of it.
      if (isStopping) await current.stop()
    }
  }
  return {
    failed: Promise.race(first.map(watch)),
    stop: async () => {
      isStopping = true
      await Promise.all([...running.values()].map(child => child.stop()))
    },
  }
}
