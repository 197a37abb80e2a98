import { describe, expect, it } from '@jest/globals'
import { logOf, nothing, site } from '../testing/world.ts'
import type { DigestStanding } from './digest-standing.ts'
import { compareDigests, divergenceText, noDigests } from './digest-standing.ts'
import type { Said } from './entry.ts'

const states = (name: string, state: string | null, at: number | null): Said => ({
  kind: 'digest-stated', site: site(name), sentAtMs: null, partition: 0, state, at,
})

/** Compare what is said from offset 10 on; this site's digest is `dN` at every digest record that is not refused. */
function compared(
  said: readonly Said[],
  { own = {}, before = [], refused = [] }: {
    own?: Readonly<Record<number, string>>
    before?: readonly DigestStanding[]
    refused?: readonly number[]
  } = {},
): readonly DigestStanding[] {
  const entries = logOf(said, { firstOffset: 10 })
  const folded = entries
    .filter(entry => entry.said.kind === 'digest-stated' && !refused.includes(entry.offset))
    .map(({ offset }) => ({ offset, state: `d${offset}` }))
  return compareDigests(entries, folded, {
    own: new Map(Object.entries(own).map(([offset, state]) => [Number(offset), state])),
    standings: new Map(before.map(standing => [standing.site, standing])),
  })
}

const equal: DigestStanding = {
  site: site('b'), statedAt: 5, at: 3, theirs: 'd3', ours: 'd3', equalAt: 3, differsFrom: null,
}
const differing: DigestStanding = { ...equal, statedAt: 8, at: 5, theirs: 'x', ours: 'd5', differsFrom: 5 }

describe('what a site states of its copy', () => {
  it('is equal to what this one had there', () => {
    expect(compared([states('b', 'd7', 7)], { own: { 7: 'd7' } })).toEqual([
      { site: 'b', statedAt: 10, at: 7, theirs: 'd7', ours: 'd7', equalAt: 7, differsFrom: null },
    ])
  })

  it('differs, from the first offset at which it did until both are equal again', () => {
    const first = compared([states('b', 'x', 7)], { own: { 7: 'd7' }, before: [equal] })
    expect(first).toEqual([
      { site: 'b', statedAt: 10, at: 7, theirs: 'x', ours: 'd7', equalAt: 3, differsFrom: 7 },
    ])
    expect(compared([states('b', 'y', 7)], { own: { 7: 'd7' }, before: [differing] })).toMatchObject([
      { at: 7, theirs: 'y', equalAt: 3, differsFrom: 5 },
    ])
    expect(compared([states('b', 'd7', 7)], { own: { 7: 'd7' }, before: [differing] })).toMatchObject([
      { equalAt: 7, differsFrom: null },
    ])
  })

  it('may never have been equal', () => {
    expect(compared([states('b', 'x', 7)], { own: { 7: 'd7' } })).toMatchObject([{ equalAt: null, differsFrom: 7 }])
  })

  it('may be of a digest record in the same batch, and may come more than once', () => {
    const said = [states('b', null, null), states('b', 'd10', 10), states('c', 'x', 11), states('b', 'y', 12)]
    expect(compared(said)).toEqual([
      { site: 'b', statedAt: 13, at: 12, theirs: 'y', ours: 'd12', equalAt: 10, differsFrom: 12 },
      { site: 'c', statedAt: 12, at: 11, theirs: 'x', ours: 'd11', equalAt: null, differsFrom: 11 },
    ])
  })

  it.each<[string, readonly Said[], Parameters<typeof compared>[1]]>([
    ['of an offset for which this site has none', [states('b', 'x', 7)], {}],
    ['of nothing', [states('b', null, null)], {}],
    ['in a record that was not applied', [states('b', 'x', 7)], { own: { 7: 'd7' }, refused: [10] }],
    ['of its own record, or a later one', [states('b', 'x', 10), states('b', 'x', 12), states('b', null, null)], {}],
    ['in a record of something else', [nothing], { own: { 7: 'd7' } }],
  ])('is passed over %s', (_, said, over) => {
    expect(compared(said, over)).toEqual([])
  })

  it('changes nothing of how other sites stand', () => {
    expect(compared([states('c', 'd7', 7)], { own: { 7: 'd7' }, before: [equal] })).toMatchObject([{ site: 'c' }])
    expect(compareDigests(logOf([nothing]), [], noDigests)).toEqual([])
  })
})

const told = 'partition 2: this copy and that of b differ from offset 5 on, and were'
it.each([
  [differing, `${told} equal at 3`],
  [{ ...differing, equalAt: null }, `${told} never seen to be equal`],
])('operators are told between which offsets to look', (standing, text) => {
  expect(divergenceText(2, standing)).toBe(text)
})
