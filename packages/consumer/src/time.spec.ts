import { describe, expect, it } from '@jest/globals'
import { createVirtualTime } from './testing/virtual-time.ts'
import { backoffMs, createBell, realPause } from './time.ts'

describe('a bell', () => {
  const never = new AbortController().signal

  const waiting = (signal = never) => {
    const time = createVirtualTime(0)
    const bell = createBell(time.pause)
    let isAwake = false
    const wait = () => {
      isAwake = false
      void bell.wait(100, signal).then(() => {
        isAwake = true
      })
      return time.settle()
    }
    return { time, bell, wait, isAwake: () => isAwake }
  }

  it('wakes when its time is over', async () => {
    const { time, wait, isAwake } = waiting()
    await wait()
    await time.advance(99)
    expect(isAwake()).toBe(false)
    await time.advance(1)
    expect(isAwake()).toBe(true)
  })

  it('wakes when it is rung, also when it was rung just before', async () => {
    const { time, bell, wait, isAwake } = waiting()
    await wait()
    bell.ring()
    await time.settle()
    expect(isAwake()).toBe(true)
    await wait()
    expect(isAwake()).toBe(true)
    bell.reset()
    await wait()
    expect(isAwake()).toBe(false)
    bell.ring()
    await time.settle()
    expect(time.sleepers()).toBe(0)
  })

  it('wakes when all is to end', async () => {
    const ending = new AbortController()
    const { time, wait, isAwake } = waiting(ending.signal)
    await wait()
    ending.abort()
    await time.settle()
    expect(isAwake()).toBe(true)
    await wait()
    expect(isAwake()).toBe(true)
  })
})

it('a real pause ends at once when it is cut short', async () => {
  const cut = new AbortController()
  const pause = realPause(3_600_000, cut.signal)
  cut.abort()
  await pause
  await realPause(3_600_000, cut.signal)
})

it('backing off doubles from 50 ms to 5 s, shortened by chance', () => {
  expect([0, 1, 2, 6, 7, 1_000].map(failure => backoffMs(failure, 0))).toEqual([50, 100, 200, 3_200, 5_000, 5_000])
  expect(backoffMs(1, 0.5)).toBe(75)
})
