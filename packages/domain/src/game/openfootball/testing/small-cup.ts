import type { Aliases, OpenfootballSource } from '../source.ts'

export type SourceMatch = Readonly<Record<string, unknown>>

type SmallCup = OpenfootballSource & { readonly worldcup: { readonly name: string; readonly matches: SourceMatch[] } }

/**
 * A cup in openfootball's shape: group A of four teams, B of two, two semi-finals, third place and final. As messy as
 * the real files: a ground and a team under a second name, a time with an offset, results.
 */
export function smallCup(): SmallCup {
  const played = { score: { ft: [1, 0] }, goals1: [{ name: 'Nobody', minute: 3 }] }
  const inGroup = (group: string, round: string, date: string, time: string, teams: string[], ground: string) =>
    ({ round, date, time, team1: teams[0], team2: teams[1], ...played, group: `Group ${group}`, ground })
  const knockout = (round: string, date: string, teams: string[], num?: number) => {
    const match = { round, date, time: '18:00', team1: teams[0], team2: teams[1], ground: 'Lake Park, Lakeside' }
    return num === undefined ? match : { num, ...match }
  }
  const matches: SourceMatch[] = [
    inGroup('A', 'Matchday 1', '2030-06-01', '15:00', ['Ants', 'Bees'], 'North Ground, Hilltown'),
    inGroup('A', 'Matchday 3', '2030-06-03', '15:00', ['Bees', 'Cats'], 'South Ground, Hilltown'),
    inGroup('A', 'Matchday 2', '2030-06-02', '15:00', ['Cats', 'Ants'], 'Old Lake Park, Lakeside'),
    inGroup('A', 'Matchday 1', '2030-06-01', '15:00 UTC+2', ['Cats', 'Dogs'], 'Lakeside'),
    inGroup('A', 'Matchday 2', '2030-06-02', '15:00', ['The Dogs', 'Bees'], 'North Ground'),
    inGroup('A', 'Matchday 3', '2030-06-03', '20:00', ['Dogs', 'Ants'], 'South Ground, Hilltown (2)'),
    knockout('Semi-finals', '2030-06-05', ['Ants', 'Foxes'], 8),
    knockout('Semi-finals', '2030-06-06', ['1B', '2A'], 9),
    knockout('Match for third place', '2030-06-08', ['Bees', 'L8']),
    knockout('Final', '2030-06-09', ['Ants', 'TBA']),
    inGroup('B', 'Matchday 1', '2030-06-01', '15:00', ['Elks', 'Foxes'], 'South Ground, Hilltown'),
  ]
  const stadium = (name: string, city: string, capacity: number, timezone: string) =>
    ({ name, city, capacity, timezone, coords: '0' })
  return {
    worldcup: { name: 'Small Cup', matches },
    stadiums: {
      name: 'Small Cup',
      stadiums: [
        stadium('North Ground', 'Hilltown (1)', 1_001, 'UTC+3'),
        stadium('South Ground', 'Hilltown (2)', 2_000, 'UTC+3'),
        stadium('Lake Park', 'Lakeside', 3_000, 'UTC-7'),
      ],
    },
    groups: {
      name: 'Small Cup',
      groups: [
        { name: 'Group A', teams: ['Ants', 'Bees', 'Cats', 'Dogs'] },
        { name: 'Group B', teams: ['Elks', 'Foxes'] },
      ],
    },
  }
}

export const smallCupAliases: Aliases = {
  teams: new Map([['The Dogs', 'Dogs']]),
  grounds: new Map([['Old Lake Park', 'Lake Park']]),
}
