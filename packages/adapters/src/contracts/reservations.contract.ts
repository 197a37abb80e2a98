import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { holdKey } from '@matchday/domain/inventory/ids'
import type { ReservationRecord } from '@matchday/domain/reservation/reservation'
import { buyer, game, hold } from '@matchday/domain/testing/world'
import fc from 'fast-check'
import { refOf, releaseOf, request, reservation, saleOf, session, start } from './site-said.ts'
import type { OpenedSite, SiteSubject } from './site-subject.ts'
import { consume } from './site-subject.ts'

/** What a site must keep of its reservations, whatever keeps it. */
export function reservationsContract(make: () => Promise<SiteSubject>): void {
  let subject: SiteSubject
  let here: OpenedSite
  beforeAll(async () => {
    subject = await make()
  }, 60_000)
  beforeEach(async () => {
    await subject.restart()
    here = subject.open()
  })
  afterAll(() => subject.remove())

  const openAll = (records: readonly ReservationRecord[], limit: number | null = null) =>
    Promise.all(records.map(record => here.reservations.open(record, limit)))

  describe('a reservation', () => {
    it('is found as it was opened, by any process', async () => {
      const record = reservation(1, { contact: { email: 'a@b.org', name: 'A', country: 'BR' } })
      expect(await here.reservations.open(record, null)).toEqual({ kind: 'opened' })
      expect(await subject.open().reservations.find(record.id)).toEqual(record)
      expect(await here.reservations.find(reservation(2).id)).toBeNull()
    })

    it('keeps whatever people type, but for a character that no text has', async () => {
      const text = fc.string({ unit: 'binary', maxLength: 30 }).map(typed => typed.replaceAll('\0', '').toWellFormed())
      let number = 0
      await fc.assert(fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 8 }), async typed => {
        const records = typed.map(([email, name]) => reservation(++number, { contact: { email, name, country: null } }))
        await openAll(records)
        for (const record of records) expect(await here.reservations.find(record.id)).toEqual(record)
      }), { numRuns: 15 })
      for (const name of ['NULL', '"', '\\', '{}', 'a,b', "'; DROP TABLE hold; --"]) {
        const record = reservation(++number, { contact: { email: name, name, country: null } })
        await here.reservations.open(record, null)
        expect(await here.reservations.find(record.id)).toEqual(record)
      }
    })

    it('that exists is handed out as it was first written', async () => {
      const record = reservation(1)
      await here.reservations.open(record, null)
      const again = await here.reservations.open({ ...record, bodyHash: 'other', session: session(2) }, null)
      expect(again).toEqual({ kind: 'exists', record })
    })

    it('is opened once, however many ask at the same moment', async () => {
      const there = subject.open()
      for (let number = 1; number <= 10; number++) {
        const asked = Array.from({ length: 6 }, (_, index) => reservation(number, { bodyHash: `asked-${index}` }))
        const opened = await Promise.all(asked.map((record, index) =>
          (index % 2 === 0 ? here : there).reservations.open(record, null)))
        expect(opened.filter(({ kind }) => kind === 'opened')).toHaveLength(1)
        const winner = asked[opened.findIndex(({ kind }) => kind === 'opened')]
        const others = opened.filter(({ kind }) => kind !== 'opened')
        expect(others).toEqual(Array(5).fill({ kind: 'exists', record: winner }))
      }
    })

    it('is answered each by itself when many arrive together', async () => {
      const records = Array.from({ length: 1_200 }, (_, index) => reservation(index + 1))
      expect(await openAll(records)).toEqual(records.map(() => ({ kind: 'opened' })))
      const again = await openAll(records.map(record => ({ ...record, bodyHash: 'x' })))
      expect(again).toEqual(records.map(record => ({ kind: 'exists', record })))
    })

    it('is listed with its session, newest first, at most as many as asked for', async () => {
      await openAll([...[1, 3, 2].map(number => reservation(number)), reservation(4, { session: session(2) })])
      expect(await here.reservations.ofSession(session(1), 2)).toEqual([reservation(3), reservation(2)])
      expect(await here.reservations.ofSession(session(3), 2)).toEqual([])
    })
  })

  describe('a limit over all games', () => {
    beforeEach(async () => {
      const ofTwoBuyers = [request(1), request(2), saleOf(2), request(3, { by: 2 }), releaseOf(3)]
      await consume(here.copy, [...start, ...ofTwoBuyers], 1_000)
    })

    it('counts what the buyer holds and owns, and writes nothing above it', async () => {
      expect(await here.reservations.open(reservation(11), 6)).toEqual({ kind: 'opened' })
      expect(await here.reservations.open(reservation(12), 5)).toEqual({ kind: 'over-tournament-limit', has: 4 })
      expect(await here.reservations.open(reservation(13, { buyer: buyer(2) }), 2)).toEqual({ kind: 'opened' })
      expect(await here.reservations.find(reservation(12).id)).toBeNull()
    })

    it('is asked of new reservations only', async () => {
      const record = reservation(11)
      await here.reservations.open(record, null)
      expect(await here.reservations.open(record, 1)).toEqual({ kind: 'exists', record })
    })
  })

  describe('holds', () => {
    it('are what the log decided so far', async () => {
      await consume(here.copy, [...start, request(1), saleOf(1), request(2, { ttlMs: 1 })], 1_000)
      const found = await here.reservations.holds([refOf(1), refOf(2), refOf(3)])
      expect(found).toMatchObject(new Map([
        [holdKey(refOf(1)), { hold: { state: 'sold' } }],
        [holdKey(refOf(2)), { hold: { state: 'held', expiresAtMs: 1_001 } }],
      ]))
      expect(await here.reservations.holds([])).toEqual(new Map())
    })
  })

  describe('reservations that the log never heard of', () => {
    const idsOf = (records: readonly ReservationRecord[]) => records.map(({ id }) => id)
    const ids = (...numbers: number[]) => idsOf(numbers.map(number => reservation(number)))

    it('are those with no hold in it, old enough and not abandoned, oldest first, at most so many', async () => {
      await openAll([1, 2, 3, 4, 5].map(number => reservation(number)))
      await consume(here.copy, [...start, request(2)], 1_000)
      expect(idsOf(await here.reservations.unheard(1_005, 9))).toEqual(ids(1, 3, 4))
      expect(idsOf(await here.reservations.unheard(1_005, 2))).toEqual(ids(1, 3))
      await here.reservations.abandon(ids(1, 3), 9_000)
      expect(idsOf(await here.reservations.unheard(1_005, 9))).toEqual(ids(4))
      expect(await here.reservations.find(reservation(1).id)).toEqual(reservation(1, { abandonedAtMs: 9_000 }))
      expect(idsOf(await here.reservations.unheard(9_999, 9))).toEqual(ids(4, 5))
    })

    it('are still found after a look that found none', async () => {
      await openAll([reservation(1)])
      await consume(here.copy, [...start, request(1)], 1_000)
      expect(await here.reservations.unheard(1_002, 9)).toEqual([])
      await openAll([reservation(2), reservation(3)])
      expect(idsOf(await here.reservations.unheard(2_000, 9))).toEqual(ids(2, 3))
    })

    it('are not those of which one hold of several was heard', async () => {
      const [item] = reservation(1).items
      if (item === undefined) throw new Error('no item')
      const other = { ...item, holds: [{ id: hold(7), quantity: 1 }, { id: hold(8), quantity: 1 }] }
      const elsewhere = { ...other, game: game(2) }
      await openAll([reservation(1, { items: [item, other] }), reservation(2, { items: [elsewhere] })])
      await consume(here.copy, [...start, request(8)], 1_000)
      expect(idsOf(await here.reservations.unheard(9_999, 9))).toEqual(ids(2))
    })

    it('are abandoned once', async () => {
      await openAll([reservation(1)])
      await here.reservations.abandon(ids(1), 5)
      await here.reservations.abandon(ids(1, 2), 6)
      expect(await here.reservations.find(reservation(1).id)).toMatchObject({ abandonedAtMs: 5 })
    })
  })
}
