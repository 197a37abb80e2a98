import { expect } from '@jest/globals'
import { rowsOf } from '@matchday/adapters/testing/embedded'
import type { PostgresWorld } from './postgres-world.ts'
import { copySummary } from './postgres-world.ts'
import { replayLog } from './replayed-rows.ts'
import { digestRecord } from './traffic.ts'
import { until } from './until.ts'

/** Where a site stands in the log. */
export async function offsetOf(world: PostgresWorld, site: string): Promise<number> {
  const [row] = await rowsOf(world.databaseOf(site), 'SELECT next_offset::int AS at FROM partition_state')
  return (row as { at: number } | undefined)?.at ?? 0
}

/** Wait until sites stand at the end of the log. */
export async function caughtUp(world: PostgresWorld, sites: readonly string[]): Promise<void> {
  for (const site of sites) {
    await until(`${site} at the end`, async () => (await offsetOf(world, site)) === (await world.salesLog.end(0)))
  }
}

/**
 * Let every site fold a digest record, then expect them all to have the digest and history that folding the whole log
 * anew has: a record left out, or applied twice, changes both. Rows are the same at every site.
 */
export async function expectEqualToReplay(world: PostgresWorld, sites: readonly string[]): Promise<void> {
  await world.appendAll([digestRecord('a')])
  const { replayed, copies } = await standingTogether(world, sites)
  expect(replayed.digests.length).toBeGreaterThan(0)
  expect(replayed.deadLetters).toEqual([])
  const kinds = new Set(replayed.journal.map(({ kind }) => kind))
  for (const kind of ['hold-granted', 'hold-refused', 'hold-sold'] as const) expect(kinds).toContain(kind)
  for (const [index, site] of sites.entries()) {
    const digestsText = 'SELECT log_offset::int AS "offset", state FROM digest ORDER BY log_offset'
    const digests = await rowsOf(world.databaseOf(site), digestsText)
    expect(digests).toEqual(replayed.digests)
    const tables = copies[index]?.tables
    expect(tables?.['journal']?.rows).toBe(replayed.journal.length)
    expect(tables?.['hold']?.rows).toBe(replayed.whole.holds.size)
    expect(tables).toEqual(copies[0]?.tables)
  }
}

/** Copies and a replay that stand at one offset: holds go on ending, so the log may go on while they are read. */
async function standingTogether(world: PostgresWorld, sites: readonly string[]) {
  for (;;) {
    await caughtUp(world, sites)
    const copies = await Promise.all(sites.map(site => copySummary(world.databaseOf(site))))
    const replayed = await replayLog(world.salesLog, world.tools, 'a')
    if (copies.every(({ offset }) => offset === replayed.whole.partition.nextOffset)) return { replayed, copies }
  }
}
