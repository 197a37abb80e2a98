import { describe, expect, it } from '@jest/globals'
import { salesLogContract } from '../contracts/sales-log.contract.ts'
import { allOf, tick } from '../contracts/sales-log-records.ts'
import { createMemoryLog, createMemoryLogStore } from './sales-log.ts'

const fresh = (logId: string, partitions: number) =>
  createMemoryLogStore({ logId, partitions, clock: () => Date.now() })

describe.each([1, 12])('a log in memory with %d partitions', partitions => {
  salesLogContract(async () => {
    const [store, other] = [fresh('one', partitions), fresh('other', partitions)]
    return {
      open: async () => createMemoryLog(store),
      openOther: async () => createMemoryLog(other),
      remove: async () => {},
    }
  })
})

describe('a log in memory', () => {
  it('is stamped by the clock it is given, but never goes back', async () => {
    const times = [5, 9, 3, 12]
    const store = createMemoryLogStore({ logId: 'x', partitions: 1, clock: () => times.shift() ?? 0 })
    const log = createMemoryLog(store)
    for (let round = 0; round < 4; round++) await log.append(tick(0))
    expect((await allOf(log, 0, 10)).map(({ timestampMs }) => timestampMs)).toEqual([5, 9, 9, 12])
  })

  it('takes any bytes, as a broker does', async () => {
    const store = fresh('x', 1)
    store.appendRaw(0, { key: null, value: Uint8Array.of(0xff), headers: [] })
    store.appendRaw(0, { key: null, value: null, headers: [['x', null]] })
    const said = (await allOf(createMemoryLog(store), 0, 10)).map(entry => entry.said)
    expect(said).toEqual([{ kind: 'malformed', reason: 'not-json' }, { kind: 'empty' }])
  })
})
