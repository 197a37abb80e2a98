import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { holdKey } from '@matchday/domain/inventory/ids'
import type { Decided } from '@matchday/domain/inventory/decided'
import { refOf, releaseOf, request, saleOf, start } from './site-said.ts'
import type { OpenedSite, SiteSubject } from './site-subject.ts'
import { consume } from './site-subject.ts'

const at = (offset: number, partition = 0) => ({ partition, offset })
const none: ReadonlyMap<string, Decided> = new Map()

/** What whoever waits for the log must be told, whatever keeps the site. */
export function decisionsContract(make: () => Promise<SiteSubject>): void {
  let subject: SiteSubject
  let consumer: OpenedSite
  let asker: OpenedSite
  beforeAll(async () => {
    subject = await make()
  }, 60_000)
  beforeEach(async () => {
    await subject.restart()
    ;[consumer, asker] = [subject.open(), subject.open()]
    await consume(consumer.copy, start, 1_000)
  })
  afterAll(() => subject.remove())

  describe('decisions', () => {
    it('are told once another process has folded every position, and not before', async () => {
      let isTold = false
      const asked = asker.decisions.after([at(2), at(3)], [refOf(1), refOf(2)], 10_000).finally(() => (isTold = true))
      await consume(consumer.copy, [request(1)], 1_001)
      await new Promise(resolve => setTimeout(resolve, 50))
      expect(isTold).toBe(false)
      await consume(consumer.copy, [request(2, { by: 2 })], 1_002)
      const found = await asked
      expect(found).toEqual(new Map([1, 2].map(number => [holdKey(refOf(number)), {
        hold: expect.objectContaining({ ...refOf(number), state: 'held' }), givenBack: false,
      }])))
    })

    it('of every partition are waited for', async () => {
      let isTold = false
      const asked = asker.decisions.after([at(2), at(0, 1)], [], 10_000).finally(() => (isTold = true))
      await consume(consumer.copy, [request(1)], 1_001)
      await new Promise(resolve => setTimeout(resolve, 50))
      expect(isTold).toBe(false)
      await consume(consumer.copy, [{ kind: 'empty' }], 1_001, { partition: 1 })
      expect(await asked).toEqual(none)
    })

    it('that are folded already are told at once, as they stand by now', async () => {
      await consume(consumer.copy, [request(1), saleOf(1)], 1_001)
      await asker.decisions.after([at(3)], [], 10_000)
      const found = await asker.decisions.after([at(2)], [refOf(1)], 0)
      expect(found).toMatchObject(new Map([[holdKey(refOf(1)), { hold: { state: 'sold' } }]]))
    })

    it('say nothing of a hold that the log does not know', async () => {
      await consume(consumer.copy, [request(1)], 1_001)
      const found = await asker.decisions.after([at(2)], [refOf(1), refOf(9)], 10_000)
      expect(found === 'timeout' ? [] : [...found.keys()]).toEqual([holdKey(refOf(1))])
    })

    it('that do not come in time are a timeout', async () => {
      expect(await asker.decisions.after([at(2)], [refOf(1)], 30)).toBe('timeout')
    })

    it('reach each of many askers, each with its own', async () => {
      const numbers = Array.from({ length: 200 }, (_, index) => index + 1)
      const asked = numbers.map(number => asker.decisions.after([at(1 + number)], [refOf(number)], 10_000))
      for (let from = 0; from < numbers.length; from += 40) {
        const some = numbers.slice(from, from + 40)
        await consume(consumer.copy, some.map(number => request(number, { by: number })), 1_001)
      }
      const found = (await Promise.all(asked)).map(one => (one === 'timeout' ? one : [...one.keys()]))
      expect(found).toEqual(numbers.map(number => [holdKey(refOf(number))]))
    })

    it('say which holds are given back', async () => {
      await consume(consumer.copy, [request(1)], 1_001, { giveBacks: () => [refOf(1)] })
      const found = await asker.decisions.after([at(2)], [refOf(1)], 10_000)
      expect(found).toMatchObject(new Map([[holdKey(refOf(1)), { givenBack: true }]]))
    })

    it.each([0, 1])('say so to whoever waits, also of a hold that ends later (waiting for record %i)', async waited => {
      const asked = asker.decisions.after([at(2 + waited)], [refOf(1)], 10_000)
      await consume(consumer.copy, [request(1)], 1_001, { giveBacks: () => [refOf(1)] })
      await consume(consumer.copy, [releaseOf(1)], 1_002)
      expect(await asked).toMatchObject(new Map([[holdKey(refOf(1)), { givenBack: true }]]))
    })
  })
}
