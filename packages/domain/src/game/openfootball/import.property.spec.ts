import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { importOpenfootball } from './import.ts'
import type { Fixture } from './source.ts'
import type { SourceMatch } from './testing/small-cup.ts'
import { smallCup, smallCupAliases } from './testing/small-cup.ts'

const cup = smallCup()
const shuffled = fc.shuffledSubarray(cup.worldcup.matches, { minLength: cup.worldcup.matches.length })

function fixturesOf(matches: readonly SourceMatch[]): readonly Fixture[] {
  const result = importOpenfootball({ ...cup, worldcup: { ...cup.worldcup, matches } }, smallCupAliases)
  if (!result.ok) throw new Error(JSON.stringify(result.refusal.faults))
  return result.value.fixtures
}

const expected = fixturesOf(cup.worldcup.matches)

describe('an import', () => {
  it('does not depend on the order of the games in the file', () => {
    fc.assert(fc.property(shuffled, matches => expect(fixturesOf(matches)).toEqual(expected)))
  })

  it('does not depend on who won: results and the teams of knockout games change nothing', () => {
    const team = fc.constantFrom('Ants', 'Bees', 'Cats', 'The Dogs', 'Elks', 'Foxes', 'TBA')
    const result = fc.record({ score: fc.anything(), goals1: fc.anything(), team1: team, team2: team })
    fc.assert(
      fc.property(fc.array(result, { minLength: 11, maxLength: 11 }), results => {
        const matches = cup.worldcup.matches.map((match, index) => {
          const { team1, team2, ...played } = results[index] ?? {}
          const names = index === 6 || index === 9 ? { team1, team2 } : {}
          return { ...match, ...played, ...names }
        })
        expect(fixturesOf(matches)).toEqual(expected)
      }),
    )
  })

  it('keeps every number given and gives every other game one of its own, the lowest free, by kick-off', () => {
    const number = fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined })
    const numbers = fc.array(number, { minLength: 11, maxLength: 11 }).filter(all => {
      const given = all.filter(one => one !== undefined)
      return new Set(given).size === given.length
    })
    fc.assert(
      fc.property(numbers, all => {
        const matches = cup.worldcup.matches.map(({ num: _, ...match }, index) =>
          all[index] === undefined ? match : { ...match, num: all[index] },
        )
        const fixtures = fixturesOf(matches)
        const given = new Set(all.filter(one => one !== undefined))
        const free = fixtures.filter(({ game }) => !given.has(game)).map(({ game }) => game as number)
        expect(new Set(fixtures.map(({ game }) => game)).size).toBe(11)
        expect(fixtures.filter(({ game }) => given.has(game))).toHaveLength(given.size)
        const lowest = Array.from({ length: 30 }, (_, index) => index + 1).filter(one => !given.has(one))
        expect(free).toEqual(lowest.slice(0, 11 - given.size))
        const times = fixtures.filter(({ game }) => !given.has(game)).map(({ kickOffMs }) => kickOffMs)
        expect(times).toEqual(times.toSorted((left, right) => left - right))
      }),
    )
  })

  it('reads the same moment whichever zone a time is written in', () => {
    const offset = fc.integer({ min: -14, max: 14 })
    fc.assert(
      fc.property(fc.nat({ max: 10 }), offset, (index, hours) => {
        const local = new Date((expected.find(one => one.game === 11)?.kickOffMs ?? 0) + hours * 3_600_000)
        const [date, time = ''] = local.toISOString().split('T')
        const zoned = { date, time: `${time.slice(0, 5)} UTC${hours < 0 ? '' : '+'}${hours}` }
        const matches = cup.worldcup.matches.map((match, at) => (at === 9 ? { ...match, ...zoned } : match))
        expect(fixturesOf(matches)[index]).toEqual(expected[index])
      }),
    )
  })
})
