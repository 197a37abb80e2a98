import { describe, expect, it } from '@jest/globals'
import { announces, asks } from '../testing/say.ts'
import { federationOf, game, listed, nothing, opening, replay, site, toolsFor } from '../testing/world.ts'
import { horizonOf, logTimeAfter } from './clock.ts'
import type { LogEntry, Said } from './entry.ts'
import { foldBatch } from './fold.ts'

const entry = (said: Said, timestampMs: number, stampedBy: LogEntry['stampedBy']): LogEntry => ({
  offset: 0, timestampMs, stampedBy, said,
})
const byLog = (timestampMs: number, said: Said = nothing) => entry(said, timestampMs, 'log')
const bySender = (sentAtMs: number | null, said: Said = asks()) => entry({ ...said, sentAtMs } as Said, 9_999, 'sender')
const garbage: Said = { kind: 'malformed', reason: 'not-json' }
const unsigned = announces('pending', 1)

describe('on a log that stamps its records', () => {
  it.each([nothing, garbage, asks(), unsigned])('the clock goes to the stamp of every record, valid or not', said => {
    expect(logTimeAfter(1_000, byLog(1_200, said), true, 50)).toBe(1_200)
    expect(logTimeAfter(1_000, byLog(1_200, said), false, 50)).toBe(1_200)
  })

  it('the clock never goes back', () => {
    expect(logTimeAfter(1_000, byLog(900), true, 50)).toBe(1_000)
  })

  it('the time a record says it was sent is nothing to the clock', () => {
    expect(logTimeAfter(1_000, byLog(1_100, { ...asks(), sentAtMs: 5_000 }), true, 50)).toBe(1_100)
  })
})

describe('on a log stamped by its senders', () => {
  it('the stamp, which nobody signed, moves nothing; the signed time does', () => {
    expect(logTimeAfter(1_000, bySender(1_020), true, 50)).toBe(1_020)
    expect(logTimeAfter(1_000, bySender(null), true, 50)).toBe(1_000)
  })

  it('a record moves the clock by a bounded step', () => {
    expect(logTimeAfter(1_000, bySender(1_050), true, 50)).toBe(1_050)
    expect(logTimeAfter(1_000, bySender(1_051), true, 50)).toBe(1_050)
    expect(logTimeAfter(1_000, bySender(Number.MAX_SAFE_INTEGER), true, 50)).toBe(1_050)
  })

  it('the clock never goes back', () => {
    expect(logTimeAfter(1_000, bySender(900), true, 50)).toBe(1_000)
  })

  it.each([
    ['is not valid', bySender(1_020), false],
    ['is empty', bySender(1_020, nothing), true],
    ['could not be read', bySender(1_020, garbage), true],
    ['nobody signed', bySender(1_020, unsigned), true],
  ])('a record that %s moves nothing', (_, record, isValid) => {
    expect(logTimeAfter(1_000, record, isValid, 50)).toBe(1_000)
  })

  it('the record that opens a partition sets the clock, however far', () => {
    expect(logTimeAfter(0, bySender(1_700_000_000_000, opening()), true, null)).toBe(1_700_000_000_000)
  })
})

describe('the furthest a batch can move the clock', () => {
  it('is its highest time, or where the clock stands', () => {
    expect(horizonOf([], 7)).toBe(7)
    expect(horizonOf([byLog(5)], 7)).toBe(7)
    expect(horizonOf([byLog(9), byLog(8)], 7)).toBe(9)
    expect(horizonOf([bySender(9), bySender(8), bySender(null)], 7)).toBe(9)
    expect(horizonOf([bySender(9, nothing), bySender(9, garbage), bySender(9, unsigned)], 7)).toBe(7)
    expect(horizonOf([byLog(8, { ...asks(), sentAtMs: 9 })], 7)).toBe(8)
  })
})

describe('a partition stamped by its senders', () => {
  const say = (sentAtMs: number, said: Said, offset: number): LogEntry => ({ ...bySender(sentAtMs, said), offset })
  const start = [say(1_000, opening(), 0), say(1_000, listed(1, { 1: 8 }), 1), say(1_010, asks(), 2)]
  const tick: Said = { kind: 'ticked', site: site('b'), sentAtMs: null, partition: 0 }
  const fold = (entries: LogEntry[]) => replay(foldBatch, entries, { tools: toolsFor(federationOf(1)) })

  it('ends its holds by signed times, a step at a time', () => {
    const once = fold([...start, say(5_000, tick, 3)])
    expect(once.whole.partition.logTimeMs).toBe(1_060)
    expect([...once.whole.holds.values()]).toMatchObject([{ state: 'held', expiresAtMs: 1_110 }])
    const twice = fold([...start, say(5_000, tick, 3), say(5_000, tick, 4)])
    expect([...twice.whole.holds.values()]).toMatchObject([{ state: 'expired' }])
  })

  it('is moved by no stranger', () => {
    const stranger: Said = { ...tick, site: site('elsewhere') }
    const strange = [say(5_000, stranger, 3), say(5_000, unsigned, 4), say(5_000, nothing, 5)]
    const { whole, deadLetters } = fold([...start, ...strange])
    expect(whole.partition.logTimeMs).toBe(1_010)
    expect(deadLetters).toEqual([{ offset: 3, reason: 'unknown-site' }])
    expect(whole.games.get(game(1))).toBeDefined()
  })

  it('opens at the time its publisher says', () => {
    expect(fold([say(1_700_000_000_000, opening(), 0)]).whole.partition.logTimeMs).toBe(1_700_000_000_000)
    const late = fold([...start, say(9_000, { ...opening() }, 3)])
    expect(late.whole.partition.logTimeMs).toBe(1_060)
  })
})
