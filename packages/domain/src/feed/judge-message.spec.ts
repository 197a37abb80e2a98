import { describe, expect, it } from '@jest/globals'
import { listingOf } from '../testing/listing.ts'
import { federationOf, game, site } from '../testing/world.ts'
import { judgeMessage } from './judge-message.ts'

const federation = federationOf(1)
const told = (name: string) => ({ kind: 'game-told', site: site(name), game: game(1), version: 2 }) as const
const signedByA = ({ publicKey }: { readonly publicKey: string | null }) => publicKey === 'key-a'

describe('a message of the master-list topic', () => {
  it('that lists a game is taken, whoever sends it', () => {
    const listing = listingOf(1)
    expect(judgeMessage({ kind: 'game-listed', listing }, federation, () => false)).toEqual({ kind: 'listed', listing })
  })

  it('that a site of the roster told, and signed, is no list', () => {
    expect(judgeMessage(told('a'), federation, signedByA)).toEqual({
      kind: 'told', told: { game: 1, version: 2 },
    })
  })

  it.each([
    ['another site signed', 'b', 'bad-signature', 'not signed by b'],
    ['a stranger told', 'x', 'unknown-site', 'x is not in the roster'],
  ])('that %s is not taken', (_, name, reason, detail) => {
    expect(judgeMessage(told(name), federation, signedByA)).toEqual({
      kind: 'not-taken', reason, detail: expect.stringContaining(detail),
    })
  })

  it('that says nothing is passed over, and one that is not good keeps its reason', () => {
    expect(judgeMessage({ kind: 'empty' }, federation, () => true)).toEqual({ kind: 'nothing' })
    const malformed = { kind: 'malformed', reason: 'not-one-game', detail: 'an array' } as const
    const { reason, detail } = malformed
    expect(judgeMessage(malformed, federation, () => true)).toEqual({ kind: 'not-taken', reason, detail })
  })
})
