import { describe, expect, it } from '@jest/globals'
import { announces, asks, releases, sells } from '../testing/say.ts'
import { federationOf, game, listed, nothing, opening, site, stated, toolsFor } from '../testing/world.ts'
import type { LogEntry, Said } from './entry.ts'
import type { Federation, Signer } from './federation.ts'
import { homePartition } from './home-partition.ts'
import { judge } from './judge.ts'

const federation = federationOf(1)
const tick = (partition = 0): Said => ({ kind: 'ticked', site: site('a'), sentAtMs: null, partition })
const signedByA = { ...announces('pending', 1), site: site('a') }
const publisher = site('publisher')

/** Everything a site may say, well signed and in its place. */
const sound: readonly (readonly [name: string, said: Said])[] = [
  ['a request', asks()], ['a sale', sells()], ['a release', releases('released')],
  ['an announcement', announces('pending', 1)], ['a signed announcement', signedByA],
  ['a list', listed(1, { 1: 8 })], ['a federation', opening()], ['a tick', tick()], ['a digest', stated()],
]
const signed = sound.filter(([name]) => name !== 'an announcement')
const bySites = sound.filter(([, said]) => 'site' in said && said.site === site('a'))
const ofGames = sound.filter(([name]) => !['a federation', 'a tick', 'a digest'].includes(name))

type Signing = (entry: LogEntry, signer: Signer) => boolean
type Circumstances = { of?: Federation | null; partition?: number; isSignedBy?: Signing }

function verdict(said: Said, { of = federation, partition = 0, isSignedBy = () => true }: Circumstances = {}) {
  const entry: LogEntry = { offset: 0, timestampMs: 0, stampedBy: 'log', said }
  return judge(entry, { partition, federation: of }, { ...toolsFor(federation), isSignedBy })
}

describe('a record', () => {
  it.each([...sound, ['nothing at all', nothing] as const])('that is sound counts: %s', (_, said) => {
    expect(verdict(said)).toBeNull()
  })

  it.each([
    'undecodable', 'not-json', 'wrong-shape', 'too-many-headers', 'repeated-header', 'unsigned', 'bad-signature',
    'unknown-version', 'unknown-kind',
  ] as const)('that could not be read is what its reader says: %s', reason => {
    expect(verdict({ kind: 'malformed', reason })).toBe(reason)
    expect(verdict({ kind: 'malformed', reason }, { of: null })).toBe(reason)
  })

  it.each(sound.filter(([name]) => name !== 'a federation'))('before any federation is none: %s', (_, said) => {
    expect(verdict(said, { of: null })).toBe('no-federation')
  })

  it('that says nothing may come before', () => {
    expect(verdict(nothing, { of: null })).toBeNull()
    expect(verdict(opening(), { of: null })).toBeNull()
  })

  it.each(bySites)('of a site that is not in force is none: %s', (_, said) => {
    expect(verdict({ ...said, site: site('elsewhere') } as Said)).toBe('unknown-site')
    expect(verdict({ ...said, site: publisher } as Said)).toBe('unknown-site')
  })

  it.each(signed)('that its signer did not sign is none: %s', (_, said) => {
    expect(verdict(said, { isSignedBy: () => false })).toBe('bad-signature')
  })

  it.each(signed)('is checked with the key of the site it names: %s', (_, said) => {
    const keys: (string | null)[] = []
    verdict(said, {
      isSignedBy: (entry, signer) => {
        expect(entry.said).toBe(said)
        keys.push(signer.publicKey)
        return true
      },
    })
    expect(keys).toEqual(['site' in said && said.site === publisher ? 'publisher-key' : 'key-a'])
  })

  it.each(ofGames)('outside the home partition of its game is none: %s', (_, said) => {
    const of = { ...federation, partitions: 5 }
    const home = homePartition(game(1), 5)
    for (const partition of [0, 1, 2, 3, 4]) {
      expect(verdict(said, { of, partition })).toBe(partition === home ? null : 'wrong-partition')
    }
  })

  it.each([
    ['a tick', tick(1)],
    ['a digest', stated(1)],
  ])('that was moved to another partition is none: %s', (_, said) => {
    expect(verdict(said)).toBe('wrong-partition')
    expect(verdict(said, { partition: 1 })).toBeNull()
  })
})

describe('what only the publisher may say', () => {
  it.each([['a list', listed(1, { 1: 8 })], ['a federation', opening()]])('is none of a site\'s: %s', (_, said) => {
    expect(verdict({ ...said, site: site('a') } as Said)).toBe('not-the-publisher')
  })

  it('opens a partition by the key in the reader\'s own file', () => {
    const isSignedBy: Signing = (_, signer) => signer.publicKey === 'publisher-key'
    expect(verdict(opening(), { of: null, isSignedBy })).toBeNull()
    expect(verdict(opening(), { of: null, isSignedBy: () => false })).toBe('bad-signature')
    expect(verdict({ ...opening(), site: site('a') } as Said, { of: null })).toBe('not-the-publisher')
  })

  it('is later checked by the federation in force', () => {
    const of = { ...federation, publisher: { id: site('heir'), publicKey: 'key-heir' } }
    expect(verdict(opening(2), { of })).toBe('not-the-publisher')
    const keys: (string | null)[] = []
    const isSignedBy: Signing = (_, { publicKey }) => keys.push(publicKey) > 0
    expect(verdict({ ...opening(2), site: site('heir') } as Said, { of, isSignedBy })).toBeNull()
    expect(keys).toEqual(['key-heir'])
  })
})

describe('an announcement', () => {
  const strict = federationOf(1, { unsignedAnnouncements: false, announcedMax: 3 })

  it('without a signature counts only where the federation says so', () => {
    expect(verdict(announces('pending', 1), { of: strict })).toBe('unsigned')
    expect(verdict(signedByA, { of: strict })).toBeNull()
    expect(verdict(announces('pending', 1), { isSignedBy: () => false })).toBeNull()
  })

  it('may carry what the federation allows in each of its lines, and no more', () => {
    const two = (quantity: number): Said => {
      const { lines: [line], ...rest } = announces('pending', 3)
      return { ...rest, lines: line === undefined ? [] : [line, { ...line, quantity }] }
    }
    const of = federationOf(1, { announcedMax: 3 })
    expect(verdict(two(3), { of })).toBeNull()
    expect(verdict(two(4), { of })).toBe('above-announced-max')
    expect(verdict(announces('pending', 4), { of })).toBe('above-announced-max')
  })
})

it('a record with several faults is told the first: its signer, then its place, then its quantity', () => {
  const of = { ...federationOf(1, { announcedMax: 3 }), partitions: 5 }
  const partition = (homePartition(game(1), 5) + 1) % 5
  const said: Said = { ...announces('pending', 4), site: site('elsewhere') }
  expect(verdict(said, { of, partition, isSignedBy: () => false })).toBe('unknown-site')
  expect(verdict({ ...said, site: site('a') }, { of, partition, isSignedBy: () => false })).toBe('bad-signature')
  expect(verdict({ ...said, site: site('a') }, { of, partition })).toBe('wrong-partition')
})
