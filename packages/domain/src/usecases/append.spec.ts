import { describe, expect, it } from '@jest/globals'
import { holdKey } from '../inventory/ids.ts'
import type { HoldRef } from '../inventory/ids.ts'
import type { Decisions } from '../ports/decisions.ts'
import type { Outgoing, Position, SalesLog } from '../ports/sales-log.ts'
import { AppendOutcomeUnknown, Unavailable } from '../ports/unavailable.ts'
import { asks } from '../testing/say.ts'
import { game, hold, site } from '../testing/world.ts'
import { appendAll, readToTheEnd, readUnlessKnown } from './append.ts'

type Outcome = 'kept' | 'unavailable' | 'unknown'
const failures = { unavailable: new Unavailable('sales-log'), unknown: new AppendOutcomeUnknown() }

/** A log of which each append, in turn, ends as told. */
function logWith(...outcomes: Outcome[]) {
  const appended: Outgoing[] = []
  let calls = 0
  const append = async (record: Outgoing): Promise<Position> => {
    const outcome = outcomes[calls++] ?? 'kept'
    await Promise.resolve()
    if (outcome !== 'kept') throw failures[outcome]
    return { partition: 0, offset: appended.push(record) + 9 }
  }
  return { appended, salesLog: { append } as SalesLog }
}

const three = [1, 2, 3].map(number => asks({ hold: hold(number) }))

describe('appending records', () => {
  it('side by side tells where each stands', async () => {
    const { salesLog, appended } = logWith()
    expect(await appendAll(salesLog, three)).toEqual([10, 11, 12].map(offset => ({ partition: 0, offset })))
    expect(appended).toEqual(three)
  })

  it('of which there are none does nothing', async () => {
    expect(await appendAll(logWith('unavailable').salesLog, [])).toEqual([])
  })

  it('tells that it is not known, where the outcome of one is not', async () => {
    const { salesLog, appended } = logWith('kept', 'unknown', 'kept')
    expect(await appendAll(salesLog, three)).toBe('unknown')
    expect(appended).toHaveLength(2)
  })

  it('throws what was surely not appended, when all have ended', async () => {
    const { salesLog, appended } = logWith('unavailable', 'kept', 'unknown')
    await expect(appendAll(salesLog, three)).rejects.toBe(failures.unavailable)
    expect(appended).toHaveLength(1)
    await expect(appendAll(logWith('unknown', 'unavailable').salesLog, three)).rejects.toBe(failures.unavailable)
  })
})

const ref: HoldRef = { game: game(1), site: site('a'), id: hold(1) }
const decided = new Map([[holdKey(ref), { hold: {} as never, givenBack: false }]])

/** Partitions that end where told; it notes what is waited for. */
function readerOf(...ends: number[]) {
  const waitedFor: unknown[] = []
  const decisions: Decisions = {
    after: (...asked) => {
      waitedFor.push(asked)
      return Promise.resolve(decided)
    },
  }
  const salesLog = { partitions: ends.length, end: partition => Promise.resolve(ends[partition] ?? 0) } as SalesLog
  return { waitedFor, ports: { salesLog, decisions, decisionTimeoutMs: 70 } }
}

describe('reading to the end of the log', () => {
  it('waits for the last record of every partition that has one', async () => {
    const { ports, waitedFor } = readerOf(3, 0, 1)
    expect(await readToTheEnd(ports, [ref])).toBe(decided)
    expect(waitedFor).toEqual([[[{ partition: 0, offset: 2 }, { partition: 2, offset: 0 }], [ref], 70]])
  })

  it('is spared where all is known', async () => {
    const { ports, waitedFor } = readerOf(3)
    const known = { ...ports, reservations: { holds: () => Promise.resolve(decided) } }
    expect(await readUnlessKnown(known, [ref])).toBe(decided)
    expect(waitedFor).toEqual([])
    const other = { ...ref, id: hold(2) }
    expect(await readUnlessKnown(known, [ref, other])).toBe(decided)
    expect(waitedFor).toEqual([[[{ partition: 0, offset: 2 }], [ref, other], 70]])
  })
})
