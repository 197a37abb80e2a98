import { afterEach, describe, expect, it } from '@jest/globals'
import { createMemoryLog, createMemoryLogStore } from '@matchday/adapters/memory/sales-log'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import type { LateLog } from './late-log.ts'
import { openLateLog } from './late-log.ts'
import { createLogger } from './logger.ts'
import { until } from './testing/until.ts'

let late: LateLog
afterEach(() => late.close())

const tick = { kind: 'ticked', site: 'north' as SiteId, sentAtMs: 0, partition: 0 } as const
const store = createMemoryLogStore({ logId: 'log', partitions: 1, clock: () => 0 })
const logger = createLogger('north', 'silent')
const open = (attempts: (() => Promise<SalesLog>)[]): LateLog =>
  openLateLog(() => attempts.shift()?.() ?? Promise.reject(new Error('it was tried too often')), 1, logger)

const away = () => Promise.reject(new Unavailable('sales-log', new Error('connection refused')))
const there = () => Promise.resolve(createMemoryLog(store))

describe('a sales log that may not be there yet', () => {
  it('is the log itself once it is there', async () => {
    late = open([there])
    await late.tried
    await late.check()
    const { offset } = await late.salesLog.append(tick)
    expect(await late.salesLog.end(0)).toBe(offset + 1)
  })

  it('takes nothing while it is away, and is tried again', async () => {
    late = open([away, there])
    await late.tried
    await expect(late.salesLog.append(tick)).rejects.toThrow(Unavailable)
    await expect(late.salesLog.end(0)).rejects.toThrow(Unavailable)
    await expect(late.check()).rejects.toThrow(Unavailable)
    await until(() => late.check().then(() => true, () => false))
    expect((await late.salesLog.append(tick)).partition).toBe(0)
  })

  it('stops the start where it can never be used', async () => {
    const wrong = new Error('another log')
    late = open([() => Promise.reject(wrong)])
    await expect(late.tried).rejects.toBe(wrong)
  })

  it('is not tried again after what came late can never be used', async () => {
    late = open([away, () => Promise.reject(new Error('another log'))])
    await late.tried
    await until(() => late.check().then(() => false, (error: Error) => error.message === 'another log'))
    await expect(late.salesLog.append(tick)).rejects.toThrow(Unavailable)
  })

  it('is closed when it comes after everybody went', async () => {
    const gate = Promise.withResolvers<void>()
    let isClosed = false
    const log = createMemoryLog(store)
    const close = (): Promise<void> => {
      isClosed = true
      return log.close()
    }
    late = open([() => gate.promise.then(() => ({ ...log, close }))])
    await late.close()
    expect(isClosed).toBe(false)
    gate.resolve()
    await until(() => isClosed)
  })
})
