import { describe, expect, it } from '@jest/globals'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import { ConsumerFailure } from './failure.ts'
import { createLines } from './testing/parts.ts'
import { createVirtualTime } from './testing/virtual-time.ts'
import { untilAvailable } from './until-available.ts'

function sceneOf(answers: readonly (Error | string)[]) {
  const time = createVirtualTime(0)
  const { log, lines } = createLines()
  const giveUp = new AbortController()
  let tries = 0
  const open = () => {
    const answer = answers[Math.min(tries++, answers.length - 1)]
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
  }
  const opened = untilAvailable(open, { log, signal: giveUp.signal, pause: time.pause, chance: () => 0 })
  opened.catch(() => {})
  return { time, lines, giveUp, opened, tries: () => tries }
}

const away = new Unavailable('sales-log')

describe('opening what may not be up yet', () => {
  it('waits, and says so once', async () => {
    const { time, lines, opened } = sceneOf([away, away, away, 'open'])
    await time.advance(50 + 100 + 200)
    expect(await opened).toBe('open')
    expect(lines.map(({ msg }) => msg)).toEqual([
      'the sales-log is unavailable; waiting for it before starting', 'what was waited for is there',
    ])
  })

  it('says nothing where nothing has to be waited for', async () => {
    const { lines, opened } = sceneOf(['open'])
    expect(await opened).toBe('open')
    expect(lines).toEqual([])
  })

  it('gives up at once when it is told to', async () => {
    const { time, giveUp, opened, tries } = sceneOf([away])
    await time.advance(10_000)
    const before = tries()
    giveUp.abort()
    await expect(opened).rejects.toThrow(ConsumerFailure)
    expect(tries()).toBe(before)
  })

  it('does not wait for what no waiting mends', async () => {
    const { opened, tries } = sceneOf([new Error('this database is not a sales log yet')])
    await expect(opened).rejects.toThrow('not a sales log')
    expect(tries()).toBe(1)
  })
})
