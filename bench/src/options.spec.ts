import { describe, expect, it } from '@jest/globals'
import type { Options } from './options.ts'
import { optionsOf } from './options.ts'

const read = (...args: string[]): Options => {
  const options = optionsOf(args)
  if (options === 'help') throw new Error('this was no call for help')
  return options
}

describe('the options', () => {
  it('measure everything but the large table by default', () => {
    expect(read()).toMatchObject({ only: [], json: null, strict: false, size: { rounds: 5, largeHolds: 0 } })
  })

  it('make a quick run smaller in every way', () => {
    const [quick, full] = [read('--quick').size, read().size]
    for (const part of ['rounds', 'warmUpMs', 'measureMs', 'foldEntries', 'backlog'] as const) {
      expect(quick[part]).toBeLessThan(full[part])
    }
    expect(read('--large').size.largeHolds).toBe(10_000_000)
    expect(read('--large', '--quick').size.largeHolds).toBeLessThan(1_000_000)
  })

  it('take the rest from the command line', () => {
    const args = [
      '--only', 'fold', '--only', 'reads', '--json', 'out.json', '--strict', '--rounds', '9', '--flush-ms', '2.5',
      '--log', 'kafka',
    ]
    expect(read(...args)).toMatchObject({
      only: ['fold', 'reads'], json: 'out.json', strict: true, slowerByMs: 2.5, log: 'kafka', size: { rounds: 9 },
    })
    expect(optionsOf(['--help'])).toBe('help')
  })

  it.each([
    ['--rounds', '0'], ['--rounds', 'many'], ['--flush-ms', '-1'], ['--flush-ms', 'x'], ['--log', 'paper'],
    ['--fast'], ['surplus'],
  ])('refuse %s %s', (...args) => {
    expect(() => optionsOf(args)).toThrow()
  })
})
