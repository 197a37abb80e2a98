import { describe, expect, it } from '@jest/globals'
import { encodeRecord } from '../wire/encode-record.ts'
import { lineOf } from './lines.ts'
import { createTail, freshForMs } from './tail.ts'
import type { SiteId } from '@matchday/domain/inventory/ids'

const line = (sentAtMs: number): string =>
  lineOf(encodeRecord({ kind: 'ticked', site: 'north' as SiteId, sentAtMs, partition: 0 }))

/** `count` records from `first` on; each says its own offset. */
const batch = (first: number, count: number, timeMs = 1_000) =>
  ({ first, timeMs, lines: Array.from({ length: count }, (_, index) => line(first + index)) })

function scene() {
  let nowMs = 0
  const tail = createTail(() => nowMs)
  return {
    tail,
    pass: (ms: number) => void (nowMs += ms),
    offsets: (from: number, max = 100) => tail.from(from, max)?.entries.map(entry => entry.offset),
  }
}

describe('the tail of the log', () => {
  it('has what was appended here, from any record on, as a reader would find it', () => {
    const { tail, offsets } = scene()
    tail.appended(batch(5, 2))
    tail.appended(batch(7, 3, 1_001))
    expect(offsets(5)).toEqual([5, 6, 7, 8, 9])
    expect(offsets(6, 2)).toEqual([6, 7])
    const chunk = tail.from(8, 100)
    expect(chunk).toMatchObject({ end: 10, entries: [{ offset: 8, timestampMs: 1_001, stampedBy: 'log' }, {}] })
    expect(chunk?.entries[1]?.said).toMatchObject({ kind: 'ticked', sentAtMs: 9 })
    expect(Buffer.from(chunk?.rawOf(9).value ?? []).toString()).toBe('{}')
  })

  it('leaves to the server what lies before, behind, and what it has not', () => {
    const { tail, offsets } = scene()
    expect(offsets(0)).toBeUndefined()
    tail.appended(batch(5, 2))
    expect(offsets(4)).toBeUndefined()
    expect(offsets(7)).toBeUndefined()
  })

  it("forgets what lies before another's records", () => {
    const { tail, offsets } = scene()
    tail.appended(batch(0, 2))
    tail.appended(batch(3, 2))
    expect(offsets(0)).toBeUndefined()
    expect(offsets(2)).toBeUndefined()
    expect(offsets(3)).toEqual([3, 4])
  })

  it('does not claim for long to end where the log ends', () => {
    const { tail, pass, offsets } = scene()
    tail.appended(batch(0, 1))
    pass(freshForMs - 1)
    expect(offsets(0)).toEqual([0])
    pass(1)
    expect(offsets(0)).toBeUndefined()
  })

  it('knows no end once others are known to have appended', () => {
    const { tail, offsets } = scene()
    tail.appended(batch(0, 2))
    tail.forget()
    expect(offsets(0)).toBeUndefined()
    tail.appended(batch(2, 1))
    expect(offsets(0)).toBeUndefined()
    expect(offsets(2)).toEqual([2])
  })

  it('keeps the newest batches only', () => {
    const { tail, offsets } = scene()
    for (let first = 0; first < 20; first++) tail.appended(batch(first, 1))
    expect(offsets(0)).toBeUndefined()
    expect(offsets(12)).toHaveLength(8)
  })
})
