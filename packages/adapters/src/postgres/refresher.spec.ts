import { describe, expect, it } from '@jest/globals'
import { createRefresher } from './refresher.ts'

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

describe('a refresher', () => {
  it('runs soon after it is asked, once for all that ask meanwhile, one at a time', async () => {
    let [started, atOnce, most] = [0, 0, 0]
    const refresher = createRefresher(async () => {
      started++
      most = Math.max(most, ++atOnce)
      await pause(20)
      atOnce--
    }, { pauseMs: 20, pauseAfterFailureMs: 20 })
    for (let round = 0; round < 10; round++) refresher.ask()
    await pause(10)
    expect(started).toBe(1)
    for (let round = 0; round < 10; round++) refresher.ask()
    await pause(100)
    expect([started, most]).toEqual([2, 1])
    await refresher.close()
  })

  it('pauses after each time', async () => {
    const times: number[] = []
    const refresher = createRefresher(async () => {
      times.push(performance.now())
    }, { pauseMs: 50, pauseAfterFailureMs: 0 })
    refresher.ask()
    await pause(20)
    refresher.ask()
    await pause(100)
    expect(times).toHaveLength(2)
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(40)
    await refresher.close()
  })

  it('tries again by itself after a failure', async () => {
    let tries = 0
    const refresher = createRefresher(async () => {
      if (++tries < 3) throw new Error('not yet')
    }, { pauseMs: 1, pauseAfterFailureMs: 5 })
    refresher.ask()
    await pause(80)
    expect(tries).toBe(3)
    await refresher.close()
  })

  it('begins nothing after it was closed, and closes when what was begun has ended', async () => {
    let [started, ended] = [0, 0]
    const refresher = createRefresher(async () => {
      started++
      await pause(20)
      ended++
    }, { pauseMs: 0, pauseAfterFailureMs: 0 })
    refresher.ask()
    await pause(10)
    refresher.ask()
    await refresher.close()
    refresher.ask()
    await pause(40)
    expect([started, ended]).toEqual([1, 1])
  })
})
