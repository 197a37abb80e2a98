import { cpuOf, cpuOfFamilies } from '../measure/cpu.ts'
import type { Round } from '../measure/rounds.ts'
import type { BenchSite } from './bench-site.ts'
import { startSite } from './bench-site.ts'
import type { Sight } from './caught-up.ts'
import { untilCaughtUp } from './caught-up.ts'

const withinMs = 15 * 60_000

/** Where the copy stood at some moment, and what CPU time had been spent by then, in microseconds. */
type Mark = Sight & { readonly server: number | null; readonly stores: number }

/**
 * Starts a site that is behind its log, and measures how fast it catches up: from its first commit on, so that what a
 * process needs to start does not count. The site is stopped again.
 * @throws Error when all of the backlog went into the first commit that was seen
 */
export async function catchUpRound(
  site: BenchSite,
  storePids: readonly number[],
  done: (share: number) => void,
): Promise<Round> {
  let pid = 0
  let before: Sight | undefined
  let from: Mark | undefined
  let to: Mark | undefined
  const mark = (sight: Sight): Mark => ({ ...sight, server: cpuOf(pid), stores: cpuOfFamilies(storePids) ?? 0 })
  const seen = (sight: Sight, end: number): void => {
    before ??= sight
    if (sight.nextOffset > before.nextOffset) from ??= mark(sight)
    if (sight.nextOffset >= end) to = mark(sight)
    done(sight.nextOffset / end)
  }
  const starting = startSite(site, spawned => {
    pid = spawned
  })
  try {
    await Promise.all([untilCaughtUp(site, { withinMs, seen }), starting])
  } finally {
    await (await starting).stop()
  }
  if (from === undefined || to === undefined || to.nextOffset <= from.nextOffset) {
    throw new Error('the backlog is too small to be measured')
  }
  return roundOf(from, to)
}

function roundOf(from: Mark, to: Mark): Round {
  const entries = to.nextOffset - from.nextOffset
  const cpu = from.server === null || to.server === null ? null : {
    server: (to.server - from.server) / entries,
    stores: (to.stores - from.stores) / entries,
    generator: 0,
  }
  return { perSecond: entries / ((to.atMs - from.atMs) / 1_000), p50Ms: null, p99Ms: null, cpu }
}
