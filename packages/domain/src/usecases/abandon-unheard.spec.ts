import { describe, expect, it } from '@jest/globals'
import type { HoldRef } from '../inventory/ids.ts'
import { holdKey } from '../inventory/ids.ts'
import type { Decided } from '../inventory/decided.ts'
import type { Position } from '../ports/sales-log.ts'
import type { ReservationId, SessionId } from '../reservation/ids.ts'
import type { ReservationRecord } from '../reservation/reservation.ts'
import { buyer, category, game, hold, site } from '../testing/world.ts'
import type { AbandonPorts } from './abandon-unheard.ts'
import { abandonMax, abandonUnheard, unheardAfterMs } from './abandon-unheard.ts'

const nowMs = 1_000_000

const record = (number: number, holds: readonly number[]): ReservationRecord => ({
  id: `reservation-${number}` as ReservationId,
  session: 'session' as SessionId,
  site: site('a'),
  buyer: buyer(1),
  contact: { email: 'a@example.org', name: 'A', country: null },
  items: [{
    game: game(1), category: category(1), quantity: holds.length, price: 10, currency: 'USD',
    holds: holds.map(one => ({ id: hold(one), quantity: 1 })),
  }],
  bodyHash: 'body',
  createdAtMs: 0,
  abandonedAtMs: null,
})

const found = (ref: HoldRef): [string, Decided] => [
  holdKey(ref),
  {
    hold: {
      ...ref, category: category(1), quantity: 1, price: 10, buyer: buyer(1), country: null,
      state: 'held', expiresAtMs: 1,
    },
    givenBack: false,
  },
]

/** `heard`: the holds that the log turns out to know once it is read to its end, as it was then. */
function sceneOf(records: readonly ReservationRecord[], heard: readonly number[] | 'timeout') {
  const awaited: Position[][] = []
  const asked: { beforeMs: number; max: number }[] = []
  const abandoned: { ids: readonly ReservationId[]; atMs: number }[] = []
  const ends = [7, 0]
  const ports = {
    salesLog: { partitions: 2, end: (partition: number) => Promise.resolve(ends[partition] ?? 0) },
    decisions: {
      after: (positions: readonly Position[], holds: readonly HoldRef[]) => {
        awaited.push([...positions])
        if (heard === 'timeout') return Promise.resolve(heard)
        return Promise.resolve(new Map(holds.filter(ref => heard.some(one => hold(one) === ref.id)).map(found)))
      },
    },
    decisionTimeoutMs: 5_000,
    reservations: {
      unheard: (beforeMs: number, max: number) => {
        asked.push({ beforeMs, max })
        return Promise.resolve(records)
      },
      abandon: (ids: readonly ReservationId[], atMs: number) => {
        abandoned.push({ ids, atMs })
        return Promise.resolve()
      },
    },
    clock: () => nowMs,
  } as unknown as AbandonPorts
  return { ports, awaited, asked, abandoned }
}

describe('reservations that the log never heard of', () => {
  it('are marked once the log was read to its end', async () => {
    const { ports, awaited, asked, abandoned } = sceneOf([record(1, [1, 2]), record(2, [3])], [])
    expect(await abandonUnheard(ports)).toEqual({ abandoned: 2, more: false })
    expect(asked).toEqual([{ beforeMs: nowMs - unheardAfterMs, max: abandonMax }])
    expect(awaited).toEqual([[{ partition: 0, offset: 6 }]])
    expect(abandoned).toEqual([{ ids: ['reservation-1', 'reservation-2'], atMs: nowMs }])
  })

  it('are left alone when the end of the log brought one of their holds', async () => {
    const { ports, abandoned } = sceneOf([record(1, [1, 2]), record(2, [3])], [2])
    expect(await abandonUnheard(ports)).toEqual({ abandoned: 1, more: false })
    expect(abandoned).toEqual([{ ids: ['reservation-2'], atMs: nowMs }])
  })

  it('are left alone while this site cannot get to the end of the log', async () => {
    const { ports, abandoned } = sceneOf([record(1, [1])], 'timeout')
    expect(await abandonUnheard(ports)).toBe('timeout')
    expect(abandoned).toEqual([])
  })

  it('cost the log nothing where there are none', async () => {
    const { ports, awaited, abandoned } = sceneOf([], [])
    expect(await abandonUnheard(ports)).toEqual({ abandoned: 0, more: false })
    expect([...awaited, ...abandoned]).toEqual([])
  })

  it('come in rounds: a full one says that there may be more', async () => {
    const { ports } = sceneOf(Array.from({ length: abandonMax }, (_, index) => record(index, [index])), [])
    expect(await abandonUnheard(ports)).toEqual({ abandoned: abandonMax, more: true })
  })
})
