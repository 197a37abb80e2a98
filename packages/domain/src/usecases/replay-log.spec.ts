import { describe, expect, it } from '@jest/globals'
import { LogOutOfRange } from '../ports/unavailable.ts'
import type { LittleLog } from '../testing/little-site.ts'
import { littleLog, littleSite, say } from '../testing/little-site.ts'
import { littleStore } from '../testing/little-store.ts'
import { asks } from '../testing/say.ts'
import { federationOf, hold, listed, nothing, opening, toolsFor } from '../testing/world.ts'
import { replayLog } from './replay-log.ts'

function scene(fill: (log: LittleLog) => void) {
  const log = littleLog()
  for (const said of [opening(), listed(1, { 1: 8 }), asks()]) say(log, said)
  fill(log)
  const store = littleStore()
  const site = littleSite(log, store, federationOf(1))
  return { log, store, ports: { ...site, tools: toolsFor(federationOf(1)) } }
}

describe('replaying a log into an empty copy', () => {
  it('folds it up to, and not including, an offset', async () => {
    const { ports, store } = scene(log => say(log, asks({ hold: hold(2) })))
    const folded: number[] = []
    expect(await replayLog(ports, 0, 3, offset => folded.push(offset))).toMatchObject({ nextOffset: 3 })
    expect(store.whole.holds.size).toBe(1)
    expect(folded).toEqual([3])
    expect(await replayLog(ports, 0, 4)).toMatchObject({ nextOffset: 4 })
    expect(store.whole.holds.size).toBe(2)
  })

  it('goes on chunk by chunk', async () => {
    const { ports, log } = scene(one => {
      for (let at = 0; at < 4_000; at++) say(one, nothing)
    })
    const folded: number[] = []
    await replayLog(ports, 0, log.entries.length, offset => folded.push(offset))
    expect(folded).toEqual([2_000, 4_000, 4_003])
  })

  it('ends at the last record before an offset that is not there', async () => {
    const { ports } = scene(log => log.entries.push({ offset: 9, timestampMs: 1, stampedBy: 'log', said: nothing }))
    await expect(replayLog(ports, 0, 12)).rejects.toThrow(LogOutOfRange)
  })

  it('ends within a gap where that is what is asked for', async () => {
    const { ports } = scene(log => log.entries.push({ offset: 9, timestampMs: 1, stampedBy: 'log', said: nothing }))
    const read = async ({ offset }: { offset: number }) => ({
      ...(await ports.salesLog.read({ partition: 0, offset }, 3)), next: offset < 3 ? 3 : 9,
    })
    expect(await replayLog({ ...ports, salesLog: { ...ports.salesLog, read } }, 0, 7)).toMatchObject({ nextOffset: 7 })
  })

  it('stops where the fold does, and says why', async () => {
    const { ports } = scene(log => say(log, opening(9)))
    await expect(replayLog(ports, 0, 4)).rejects.toThrow('the fold stops at offset 3: federation-unknown')
  })

  it('has its copy to itself', async () => {
    const { ports } = scene(() => {})
    const copy = { ...ports.copy, commit: () => Promise.resolve('stale' as const) }
    await expect(replayLog({ ...ports, copy }, 0, 3)).rejects.toThrow(/something else writes/)
  })
})
