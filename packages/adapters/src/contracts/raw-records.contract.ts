import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { RawRecord, SalesLog } from '@matchday/domain/ports/sales-log'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import { decodeRecord } from '../wire/decode-record.ts'
import { sale, tick } from './sales-log-records.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** One log. */
export type LogSubject = {
  /** Another connection to it, as another process has. */
  readonly open: () => Promise<SalesLog>
  /** The log keeps text, and refuses bytes that are none. */
  readonly keepsTextOnly?: true
  /** Close and remove everything. */
  readonly remove: () => Promise<void>
}

/** A record of somebody else: the time it carries is not that of any log. */
const record = (over: Partial<RawRecord> = {}): RawRecord => ({
  key: bytes('7'), value: bytes('{"meta":'), headers: [], timestampMs: 1, ...over,
})

const texts: readonly [string, RawRecord][] = [
  ['a value that is no JSON', record()],
  ['no key and no value to speak of', record({ key: null, value: bytes('') })],
  ['words of any language', record({ key: bytes('jogo'), value: bytes('"São 日本 🎫 \\u0000"') })],
  ['headers of others', record({ headers: [['x', bytes('')], ['y', bytes('1')], ['y', bytes('2')]] })],
  ['a header of ours that nobody wrote', record({ headers: [['matchday-v', bytes('9')]] })],
]

/** What a line of text cannot give back. */
const others: readonly [string, RawRecord][] = [
  ['a value that is not UTF-8', record({ value: Uint8Array.of(0xff, 0xfe) })],
  ['a key that is not UTF-8', record({ key: Uint8Array.of(0xc3) })],
  ['a header that is not UTF-8', record({ headers: [['x', Uint8Array.of(0x80)]] })],
  ['a tab', record({ value: bytes('a\tb') })],
  ['a line feed', record({ headers: [['x', bytes('a\nb')]] })],
  ['a zero byte', record({ value: Uint8Array.of(0) })],
  ['an empty key', record({ key: bytes('') })],
  ['a value that is null', record({ value: null })],
  ['a header that is null', record({ headers: [['x', null]] })],
]

/** What every sales log must do with bytes that are to be appended again as they were. */
export function rawRecordsContract(make: () => Promise<LogSubject>): void {
  let subject: LogSubject
  let log: SalesLog
  beforeEach(async () => {
    subject = await make()
    log = await subject.open()
  })
  afterEach(() => subject.remove())

  const expectKept = async (raw: RawRecord): Promise<void> => {
    for (const partition of [0, log.partitions - 1]) {
      const position = await log.appendRaw(partition, raw)
      expect(position.partition).toBe(partition)
      const { entries, rawOf } = await log.read(position, 1)
      expect(entries).toMatchObject([{ offset: position.offset, said: decodeRecord(raw) }])
      const { timestampMs, ...kept } = rawOf(position.offset)
      const { timestampMs: _, ...given } = raw
      expect(kept).toEqual(given)
      expect(timestampMs).toBe(entries[0]?.timestampMs)
      expect(timestampMs).not.toBe(raw.timestampMs)
    }
  }

  describe('bytes that are appended', () => {
    it.each(texts)('are kept as they are: %s', (_, raw) => expectKept(raw))

    it.each(others)('are kept as they are, or refused where a log keeps text: %s', async (_, raw) => {
      if (subject.keepsTextOnly !== true) return expectKept(raw)
      await expect(log.appendRaw(0, raw)).rejects.toThrow(RangeError)
      await expect(log.appendRaw(0, raw)).rejects.toThrow('this log keeps lines of text')
      expect(await log.end(0)).toBe(0)
    })

    it('are those of a record that was read, and then say the same again', async () => {
      const position = await log.append(sale(7))
      const { entries, rawOf } = await log.read(position, 1)
      const again = await log.appendRaw(position.partition, rawOf(position.offset))
      expect(again).toEqual({ partition: position.partition, offset: position.offset + 1 })
      expect((await log.read(again, 1)).entries[0]?.said).toEqual(entries[0]?.said)
    })

    it('stand in the order in which one caller appends', async () => {
      const positions = await Promise.all([
        log.append(tick(0)), log.appendRaw(0, record()), log.append(tick(0)), log.appendRaw(0, record()),
      ])
      expect(positions.map(({ offset }) => offset)).toEqual([0, 1, 2, 3])
    })

    it('are refused in a partition that is not there, and once the log is closed', async () => {
      await expect(log.appendRaw(log.partitions, record())).rejects.toThrow(RangeError)
      await expect(log.appendRaw(-1, record())).rejects.toThrow(RangeError)
      const closed = await subject.open()
      await closed.close()
      await expect(closed.appendRaw(0, record())).rejects.toThrow(Unavailable)
      expect(await log.end(0)).toBe(0)
    })
  })
}
