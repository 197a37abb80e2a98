import { describe, expect, it } from '@jest/globals'
import type { Io } from './output.ts'
import { CliFailure, fail, json, plural, table } from './output.ts'

const written = (colour: boolean, say: (io: Io) => void): string => {
  let text = ''
  say({ write: more => void (text += more), warn: () => undefined, colour, isInteractive: false })
  return text
}
const escape = String.fromCharCode(27)

describe('a table', () => {
  const draw = (io: Io): void => table(io, ['Game', 'Venue'], [[1, 'Stadium 974'], [12, 'Lusail']])

  it('has numbers on the right and no colour where nobody sees it', () => {
    expect(written(false, draw)).toBe(
      [
        '┌──────┬─────────────┐',
        '│ Game │ Venue       │',
        '├──────┼─────────────┤',
        '│    1 │ Stadium 974 │',
        '│   12 │ Lusail      │',
        '└──────┴─────────────┘',
        '',
      ].join('\n'),
    )
  })

  it('has colour on a terminal, and the same words', () => {
    const coloured = written(true, draw)
    expect(coloured).toContain(escape)
    expect(coloured.replaceAll(new RegExp(`${escape}\\[\\d+m`, 'g'), '')).toBe(written(false, draw))
  })
})

it('an answer for programs is one JSON document', () => {
  expect(JSON.parse(written(false, io => json(io, { games: [1] })))).toEqual({ games: [1] })
})

it('a failure carries its code', () => {
  expect(() => fail('no', 1)).toThrow(new CliFailure('no', 1))
  expect(new CliFailure('no', 3)).toMatchObject({ exitCode: 3, message: 'no' })
})

it.each([[1, '1 game'], [0, '0 games'], [64, '64 games']])('of %d it says %s', (count, text) => {
  expect(plural(count, 'game')).toBe(text)
})
