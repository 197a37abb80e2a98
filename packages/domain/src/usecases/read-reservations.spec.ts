import { describe, expect, it } from '@jest/globals'
import type { ReservationId, SessionId } from '../reservation/ids.ts'
import { line, selling, wants } from '../testing/selling.ts'
import { placeHolds } from './place-holds.ts'
import { listedMax, listReservations, readReservation } from './read-reservations.ts'

const mine = 'mine' as SessionId

describe('a session', () => {
  it('reads its own reservations as the log has them, newest first', async () => {
    const { site, log, store } = await selling()
    await placeHolds(site, wants([line(1, 1, 1)], { session: mine }))
    log.nowMs += 10
    await placeHolds(site, wants([line(2, 1, 1)], { session: mine }))
    await placeHolds(site, wants([line(2, 2, 1)], { session: 'other' as SessionId }))
    const [first, second, others] = [...store.records.values()]
    const found = await listReservations(site.reservations, mine)
    expect(found).toMatchObject([
      { state: 'held', expiresAtMs: 1_110, record: { id: second?.id } },
      { state: 'held', expiresAtMs: 1_100, record: { id: first?.id } },
    ])
    const read = (id: ReservationId | undefined, session = mine) =>
      readReservation(site.reservations, { id: id ?? ('' as ReservationId), session })
    expect(await read(first?.id)).toEqual(found[1])
    expect(await read(others?.id)).toBeNull()
    expect(await read('none' as ReservationId)).toBeNull()
  })

  it('is told of so many at most', async () => {
    const { site } = await selling()
    const asked: number[] = []
    const reservations = {
      ...site.reservations,
      ofSession: (session: SessionId, max: number) => {
        asked.push(max)
        return site.reservations.ofSession(session, max)
      },
    }
    expect(await listReservations(reservations, mine)).toEqual([])
    expect(asked).toEqual([listedMax])
  })
})
