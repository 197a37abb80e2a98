import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { homePartition } from '@matchday/domain/inventory/home-partition'
import type { Outgoing, Position, SalesLog } from '@matchday/domain/ports/sales-log'
import { LogOutOfRange, Unavailable } from '@matchday/domain/ports/unavailable'
import fc from 'fast-check'
import { decodeRecord } from '../wire/decode-record.ts'
import { outgoing } from '../wire/testing/arbitrary-records.ts'
import type { LogSubject } from './raw-records.contract.ts'
import { rawRecordsContract } from './raw-records.contract.ts'
import { allOf, sale, tick, until } from './sales-log-records.ts'

/** One log, and another that has nothing to do with it but the server. */
export type SalesLogSubject = LogSubject & { readonly openOther: () => Promise<SalesLog> }

/** What every sales log must do, whatever keeps it. */
export function salesLogContract(make: () => Promise<SalesLogSubject>): void {
  let subject: SalesLogSubject
  let log: SalesLog
  beforeEach(async () => {
    subject = await make()
    log = await subject.open()
  })
  afterEach(() => subject.remove())

  rawRecordsContract(make)

  const partitionsOf = (one: SalesLog): number[] => Array.from({ length: one.partitions }, (_, index) => index)

  describe('what is appended', () => {
    it('is read back equal, from the partition and offset that were answered', async () => {
      await fc.assert(fc.asyncProperty(fc.array(outgoing(log.partitions), { maxLength: 20 }), async records => {
        const positions = await Promise.all(records.map(log.append))
        for (const [index, said] of records.entries()) await expectAt(log, positions[index], said)
      }), { numRuns: 20 })
    })

    it('goes to the home partition of its game, or to the one it names', async () => {
      for (const game of [1, 2, 3, 64]) {
        const record = sale(game)
        expect((await log.append(record)).partition).toBe(homePartition(record.game, log.partitions))
      }
      for (const partition of partitionsOf(log)) expect((await log.append(tick(partition))).partition).toBe(partition)
      await expect(log.append(tick(log.partitions))).rejects.toThrow(RangeError)
    })

    it('is refused where no reader would take it, and takes no offset', async () => {
      await expect(log.append({ ...sale(1), quantity: 0.5 })).rejects.toThrow(RangeError)
      const { partition } = await log.append(sale(1))
      expect(await log.end(partition)).toBe(1)
    })

    it('is seen on every connection, and by no other log', async () => {
      const [second, other] = [await subject.open(), await subject.openOther()]
      const { partition } = await log.append(tick(0))
      expect(second.logId).toBe(log.logId)
      expect(other.logId).not.toBe(log.logId)
      expect(await second.end(partition)).toBe(1)
      expect(await other.end(partition)).toBe(0)
    })
  })

  describe('the order', () => {
    it('is that in which one caller appended', async () => {
      const positions = await Promise.all(Array.from({ length: 1_500 }, () => log.append(tick(0))))
      expect(positions.map(({ offset }) => offset)).toEqual(positions.map((_, index) => index))
    })

    it('has no gap and no record twice, however many append at once', async () => {
      const logs = [log, await subject.open(), await subject.open()]
      const answered = new Map<number, Outgoing>()
      const callers = Array.from({ length: 30 }, async (_, caller) => {
        const one = logs[caller % logs.length] ?? log
        let before = -1
        for (let round = 0; round < 20; round++) {
          const record: Outgoing = { ...tick(0), sentAtMs: caller * 1_000 + round }
          const { offset } = await one.append(record)
          expect(offset).toBeGreaterThan(before)
          answered.set(offset, record)
          before = offset
        }
      })
      await Promise.all(callers)
      const entries = await allOf(log, 0, 250)
      expect(entries.map(({ offset }) => offset)).toEqual(Array.from({ length: 600 }, (_, offset) => offset))
      for (const { offset, said } of entries) expect(said).toEqual(answered.get(offset))
    })

    it('is the order in which readers see it: nothing appears before what is already seen', async () => {
      const [writers, reader] = [[await subject.open(), await subject.open()], log]
      const writing = Promise.all(writers.map(async one => {
        for (let round = 0; round < 60; round++) await Promise.all([one.append(tick(0)), one.append(tick(0))])
      }))
      let next = 0
      while (next < 240) {
        const chunk = await reader.read({ partition: 0, offset: next }, 50)
        const { entries, end } = chunk
        expect(entries.map(({ offset }) => offset)).toEqual(entries.map((_, index) => next + index))
        expect(end).toBeGreaterThanOrEqual(next + entries.length)
        next = chunk.next
      }
      await writing
      expect(await reader.end(0)).toBe(240)
    })

    it('never goes back in log time', async () => {
      const logs = [log, await subject.open()]
      for (let round = 0; round < 20; round++) await Promise.all(logs.map(one => one.append(tick(0))))
      const times = (await allOf(log, 0, 100)).map(({ timestampMs }) => timestampMs)
      expect(times).toHaveLength(40)
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      expect(times.every(Number.isSafeInteger)).toBe(true)
    })
  })

  describe('reading', () => {
    it('finds nothing in a new log', async () => {
      for (const partition of partitionsOf(log)) {
        expect(await log.end(partition)).toBe(0)
        expect(await log.read({ partition, offset: 0 }, 10)).toMatchObject({ entries: [], next: 0, end: 0 })
      }
    })

    it('gives no more than was asked for, from anywhere, and always goes on', async () => {
      await Promise.all(Array.from({ length: 60 }, () => log.append(tick(0))))
      for (const max of [1, 7, 60, 1_000]) {
        for (const offset of [0, 1, 31, 59]) {
          const { entries, next, end } = await log.read({ partition: 0, offset }, max)
          expect(entries[0]?.offset).toBe(offset)
          expect(entries.length).toBeLessThanOrEqual(max)
          expect(next).toBe(offset + entries.length)
          expect(end).toBe(60)
        }
        expect(await allOf(log, 0, max)).toEqual(await allOf(log, 0, 13))
      }
      expect(await log.read({ partition: 0, offset: 60 }, 10)).toMatchObject({ entries: [], next: 60 })
    })

    it('has the bytes of its entries, and of no others', async () => {
      await Promise.all([log.append(tick(0)), log.append(tick(0))])
      const { rawOf } = await log.read({ partition: 0, offset: 1 }, 1)
      expect(rawOf(1).value).toEqual(new TextEncoder().encode('{}'))
      expect(() => rawOf(0)).toThrow(RangeError)
      expect(() => rawOf(2)).toThrow(RangeError)
    })

    it('is refused outside of the log', async () => {
      await Promise.all([log.append(tick(0)), log.append(tick(0))])
      for (const offset of [-1, 3, 1_000_000]) {
        await expect(log.read({ partition: 0, offset }, 10)).rejects.toThrow(LogOutOfRange)
      }
      await expect(log.read({ partition: log.partitions, offset: 0 }, 10)).rejects.toThrow(RangeError)
      await expect(log.end(-1)).rejects.toThrow(RangeError)
    })
  })

  describe('waking', () => {
    it('comes with every append, from any connection, until it is stopped', async () => {
      const another = await subject.open()
      let woken = 0
      const stop = log.onAppended(() => { woken++ })
      for (const one of [log, another, another, log]) {
        await quiet(() => woken)
        const before = woken
        await one.append(tick(0))
        await until(() => woken > before)
      }
      stop()
      await quiet(() => woken)
      const before = woken
      await log.append(tick(0))
      await another.append(tick(0))
      await quiet(() => woken)
      expect(woken).toBe(before)
    })

    it('is not for the appends of another log', async () => {
      const other = await subject.openOther()
      let [here, there] = [0, 0]
      log.onAppended(() => { here++ })
      other.onAppended(() => { there++ })
      await quiet(() => here + there)
      const before = here
      await other.append(tick(0))
      await until(() => there > 0)
      await quiet(() => there)
      expect(here).toBe(before)
    })
  })

  describe('closing', () => {
    it('answers what was taken, refuses what comes later, and leaves the log to others', async () => {
      const closing = await subject.open()
      const taken = Promise.all(Array.from({ length: 5 }, () => closing.append(tick(0))))
      await Promise.all([closing.close(), closing.close()])
      expect(await taken).toHaveLength(5)
      await expect(closing.append(tick(0))).rejects.toThrow(Unavailable)
      await expect(closing.read({ partition: 0, offset: 0 }, 1)).rejects.toThrow(Unavailable)
      await expect(closing.end(0)).rejects.toThrow(Unavailable)
      expect(await log.append(tick(0))).toEqual({ partition: 0, offset: 5 })
    })
  })
}

async function expectAt(log: SalesLog, position: Position | undefined, said: Outgoing): Promise<void> {
  if (position === undefined) throw new Error('no position was answered')
  const { entries, rawOf } = await log.read(position, 1)
  const { partition: _, ...unplaced } = { partition: 0, ...said }
  const expected = said.kind === 'federation-published' ? unplaced : said
  expect(entries).toMatchObject([{ offset: position.offset, stampedBy: 'log' }])
  expect(entries[0]?.said).toEqual(expected)
  expect(decodeRecord(rawOf(position.offset))).toEqual(expected)
  expect(rawOf(position.offset).timestampMs).toBe(entries[0]?.timestampMs)
}

/** Resolves when a count has not moved for a while: what was on its way has come. */
async function quiet(count: () => number): Promise<void> {
  for (let last = -1; last !== count();) {
    last = count()
    await new Promise(resolve => setTimeout(resolve, 80))
  }
}
