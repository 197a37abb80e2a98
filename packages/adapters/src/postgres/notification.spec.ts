import { describe, expect, it } from '@jest/globals'
import { game } from '@matchday/domain/testing/world'
import { payloadOf, readPayload } from './notification.ts'

describe('a notification', () => {
  const games = (count: number) => Array.from({ length: count }, (_, at) => game(9_999 - at))

  it('comes out as it went in', () => {
    for (const sent of [
      { partition: 3, nextOffset: 7, games: games(2), federation: 1, caughtUp: true },
      { partition: 0, nextOffset: 7, games: [], caughtUp: false },
      { partition: 0, caughtUp: true },
    ]) expect(readPayload(payloadOf(sent))).toEqual(sent)
  })

  it('names no games where they would not fit', () => {
    const sent = { partition: 0, nextOffset: 7, games: games(9_999), federation: 1, caughtUp: true }
    const payload = payloadOf(sent)
    expect(payload.length).toBeLessThan(8_000)
    const { games: _, ...rest } = sent
    expect(readPayload(payload)).toEqual(rest)
    expect(readPayload(payloadOf({ ...sent, games: games(1_500) }))).toHaveProperty('games')
  })

  it('of anybody else is none', () => {
    for (const payload of ['', 'x', 'null', '{}', '{"partition":-1,"caughtUp":true}', '{"partition":0,"caughtUp":1}',
      '{"partition":0,"caughtUp":true,"games":[0]}']) expect(readPayload(payload)).toBeNull()
  })
})
