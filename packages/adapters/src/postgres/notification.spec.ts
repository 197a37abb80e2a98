import { describe, expect, it } from '@jest/globals'
import { game } from '@matchday/domain/testing/world'
import { payloadOf, readPayload } from './notification.ts'

describe('a notification', () => {
  const games = (count: number) => Array.from({ length: count }, (_, at) => game(9_999 - at))

  it('comes out as it went in', () => {
    for (const sent of [
      { partition: 3, from: 5, nextOffset: 7, games: games(2), federation: 1, caughtUp: true },
      { partition: 0, from: 7, nextOffset: 7, games: [], caughtUp: false },
      { partition: 0, nextOffset: 0, caughtUp: true },
    ]) expect(readPayload(payloadOf(sent))).toEqual(sent)
  })

  it('names no games where they would not fit', () => {
    const sent = { partition: 0, from: 5, nextOffset: 7, games: games(9_999), federation: 1, caughtUp: true }
    const payload = payloadOf(sent)
    expect(payload.length).toBeLessThan(8_000)
    const { games: _, ...rest } = sent
    expect(readPayload(payload)).toEqual(rest)
    expect(readPayload(payloadOf({ ...sent, games: games(1_500) }))).toHaveProperty('games')
  })

  it('of anybody else is none', () => {
    const good = { partition: 0, nextOffset: 1, caughtUp: true }
    expect(readPayload(JSON.stringify(good))).toEqual(good)
    const bad = [
      { partition: -1 }, { nextOffset: null }, { caughtUp: 1 }, { games: [0] }, { from: 0.5 }, { federation: '1' },
    ]
    for (const part of bad) expect(readPayload(JSON.stringify({ ...good, ...part }))).toBeNull()
    for (const payload of ['', 'x', 'null', '{}']) expect(readPayload(payload)).toBeNull()
  })
})
