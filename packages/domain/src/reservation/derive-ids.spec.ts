import { createHmac } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { HoldId } from '../inventory/ids.ts'
import { isHoldId } from '../inventory/ids.ts'
import { buyer, category, game } from '../testing/world.ts'
import { holdIdOf, replacementIdOf, reservationIdOf, sessionIdOf } from './derive-ids.ts'
import type { ReservationId, SessionId } from './ids.ts'

const keyed = (secret: string) => (text: string) => createHmac('sha256', secret).update(text).digest('hex')
const secret = keyed('secret')
const id = reservationIdOf(secret, { buyer: buyer(1) }, 'key')
const version8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('derived ids', () => {
  it('are UUIDs of version 8, whatever the hash', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), key => {
      const reservation = reservationIdOf(secret, { buyer: buyer(1) }, key)
      const hold = holdIdOf(secret, reservation, game(1), category(1), 0)
      for (const text of [reservation, sessionIdOf(secret, reservation), hold]) expect(text).toMatch(version8)
      expect(isHoldId(hold)).toBe(true)
    }))
  })

  it.each([
    ['0', '00000000-0000-8000-8000-000000000000'],
    ['f', 'ffffffff-ffff-8fff-bfff-ffffffffffff'],
    ['5', '55555555-5555-8555-9555-555555555555'],
  ])('keep every bit of the hash but those of version and variant: all %s', (digit, uuid) => {
    expect(sessionIdOf(() => digit.repeat(64), id)).toBe(uuid)
  })

  it('take the first half of the hash, in its order', () => {
    const hash = '0123456789abcdeffedcba98765432100000000000000000000000000000000f'
    expect(sessionIdOf(() => hash, id)).toBe('01234567-89ab-8def-bedc-ba9876543210')
  })

  it('are the same for the same request, and no others, and only this site can make them', () => {
    const session = sessionIdOf(secret, id)
    const other = reservationIdOf(secret, { buyer: buyer(2) }, 'key')
    const all = [
      id, session, other, sessionIdOf(secret, other),
      reservationIdOf(secret, { buyer: buyer(1) }, 'key2'),
      reservationIdOf(secret, { session }, 'key'),
      reservationIdOf(secret, { session: buyer(1) as unknown as SessionId }, 'key'),
      reservationIdOf(keyed('other'), { buyer: buyer(1) }, 'key'),
      holdIdOf(secret, id, game(1), category(1), 0),
      holdIdOf(secret, id, game(1), category(1), 1),
      holdIdOf(secret, id, game(1), category(2), 0),
      holdIdOf(secret, id, game(2), category(1), 0),
      holdIdOf(secret, id, game(1), category(11), 1),
      holdIdOf(secret, id, game(11), category(1), 1),
      holdIdOf(secret, other, game(1), category(1), 0),
      replacementIdOf(secret, id, holdIdOf(secret, id, game(1), category(1), 0)),
      replacementIdOf(secret, id, holdIdOf(secret, id, game(1), category(1), 1)),
      replacementIdOf(secret, other, holdIdOf(secret, id, game(1), category(1), 0)),
    ]
    expect(new Set(all).size).toBe(all.length)
    expect(reservationIdOf(secret, { buyer: buyer(1) }, 'key')).toBe(id)
  })

  it('hash what they are of and for, each thing apart: a stored format', () => {
    const seen: string[] = []
    const spy = (text: string) => {
      seen.push(text)
      return '0'.repeat(64)
    }
    reservationIdOf(spy, { buyer: 'b' as never }, 'k"')
    reservationIdOf(spy, { session: 's' as SessionId }, 'k')
    sessionIdOf(spy, 'r' as ReservationId)
    holdIdOf(spy, 'r' as ReservationId, game(1), category(2), 3)
    replacementIdOf(spy, 'r' as ReservationId, 'h' as HoldId)
    expect(seen).toEqual([
      '["reservation","buyer","b","k\\""]', '["reservation","session","s","k"]',
      '["session","r"]', '["hold","r",1,2,3]', '["late-hold","r","h"]',
    ])
  })
})
