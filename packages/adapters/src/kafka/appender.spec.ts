import { beforeEach, describe, expect, it } from '@jest/globals'
import { AppendOutcomeUnknown, Unavailable } from '@matchday/domain/ports/unavailable'
import type { EncodedRecord } from '../wire/text-record.ts'
import type { Appender } from './appender.ts'
import { createAppender } from './appender.ts'
import { createPartitionLane } from './partition-lane.ts'
import type { Writable } from './records/encode-batch.ts'

type Sent = {
  readonly partition: number
  readonly values: readonly unknown[]
  readonly resolve: (offset: number) => void
  readonly reject: (error: Error) => void
}

/** Partitions that answer when a test says so, and waits that are over when it says so. */
function scene() {
  const sent: Sent[] = []
  const signedTogether: number[] = []
  const waits: (() => void)[] = []
  const patience: (() => void)[] = []
  const ends: number[] = []
  const unavailable = (cause: unknown) => new Unavailable('sales-log', cause)
  const appender = createAppender({
    sign: records => {
      signedTogether.push(records.length)
      return records.map(record => ({ ...record, headers: [['signed', 'yes']] }))
    },
    createLane: partition => createPartitionLane({
      producer: {
        append: records => new Promise((resolve, reject) => {
          sent.push({ partition, values: records.map(({ value }) => value), resolve, reject })
        }),
      },
      batchMaxBytes: 1_000,
      onAppended: end => ends.push(end),
      unavailable,
      pause: () => new Promise<void>(resolve => waits.push(resolve)),
    }),
    unavailable,
    pause: () => new Promise<void>(resolve => patience.push(resolve)),
  })
  return { appender, sent, signedTogether, ends, waits, patience }
}

const own = (value: string): EncodedRecord => ({ key: null, value, headers: [] })
const raw = (value: string): Writable => ({ key: null, value, headers: [] })
/** Everything that can happen by now has happened. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await new Promise(resolve => setImmediate(resolve))
}

let world: ReturnType<typeof scene>
let appender: Appender
beforeEach(() => {
  world = scene()
  appender = world.appender
})
const sentTo = (partition: number) => world.sent.filter(batch => batch.partition === partition)
const values = () => world.sent.map(batch => batch.values)

describe('what arrives together', () => {
  it('is signed together and goes to each partition in one batch, in its order', async () => {
    const positions = Promise.all([
      appender.append(0, own('a')), appender.append(1, own('b')), appender.append(0, own('c')),
    ])
    await settle()
    expect(world.signedTogether).toEqual([3])
    expect(values()).toEqual([['a', 'c'], ['b']])
    world.sent.forEach((batch, at) => batch.resolve(10 * at))
    expect(await positions).toEqual([
      { partition: 0, offset: 0 }, { partition: 1, offset: 10 }, { partition: 0, offset: 1 },
    ])
    expect(world.ends).toEqual([2, 11])
  })

  it('stays in its order where some is this site’s own, and only that is signed', async () => {
    void appender.append(0, own('a'))
    void appender.appendRaw(0, raw('b'))
    void appender.append(0, own('c'))
    await settle()
    expect(world.signedTogether).toEqual([2])
    expect(values()).toEqual([['a', 'b', 'c']])
  })

  it('waits for what is in flight, and goes with all that arrives meanwhile', async () => {
    void appender.append(0, own('a'))
    await settle()
    for (const value of ['b', 'c', 'd']) void appender.append(0, own(value))
    await settle()
    expect(values()).toEqual([['a']])
    world.sent[0]?.resolve(0)
    await settle()
    expect(values()).toEqual([['a'], ['b', 'c', 'd']])
  })

  it('is cut where it is too large for one batch', async () => {
    const positions = Promise.all([300, 300, 300, 2_000, 5].map(length => appender.append(0, own('x'.repeat(length)))))
    for (let at = 0; at < 4; at++) {
      await settle()
      world.sent[at]?.resolve(10 * at)
    }
    expect(values().map(batch => batch.length)).toEqual([2, 1, 1, 1])
    expect((await positions).map(({ offset }) => offset)).toEqual([0, 1, 10, 20, 30])
  })
})

describe('a batch that fails', () => {
  it('fails alone where the log refuses it', async () => {
    const outcomes = Promise.allSettled(['x'.repeat(2_000), 'a'].map(value => appender.append(0, own(value))))
    await settle()
    world.sent[0]?.reject(new RangeError('too large'))
    await settle()
    world.sent[1]?.resolve(0)
    expect(await outcomes).toMatchObject([{ reason: expect.any(RangeError) }, { value: { offset: 0 } }])
  })

  it('takes with it what was to follow it, which was surely not appended', async () => {
    const outcomes = Promise.allSettled(['x'.repeat(2_000), 'a'].map(value => appender.append(0, own(value))))
    await settle()
    world.sent[0]?.reject(new AppendOutcomeUnknown())
    expect(await outcomes).toMatchObject([
      { reason: expect.any(AppendOutcomeUnknown) }, { reason: expect.any(Unavailable) },
    ])
    expect(world.sent).toHaveLength(1)
  })
})

describe('a partition that does not answer', () => {
  /** One batch is under way to partition 0, and it has had its time. */
  const stuck = async (): Promise<{ readonly first: Promise<unknown> }> => {
    const first = appender.append(0, own('a'))
    first.catch(() => {})
    await settle()
    world.patience.forEach(over => over())
    await settle()
    return { first }
  }

  it('holds up no other', async () => {
    await stuck()
    const other = appender.append(1, own('b'))
    await settle()
    sentTo(1)[0]?.resolve(7)
    expect(await other).toEqual({ partition: 1, offset: 7 })
  })

  it('is waited for by those who come for it, for a while', async () => {
    await stuck()
    const next = appender.append(0, own('b'))
    await settle()
    expect(sentTo(0)).toHaveLength(1)
    sentTo(0)[0]?.resolve(0)
    await settle()
    sentTo(0)[1]?.resolve(1)
    expect(await next).toEqual({ partition: 0, offset: 1 })
  })

  it('turns them away when the while is over, and takes those who come later', async () => {
    const { first } = await stuck()
    const next = expect(appender.append(0, own('b'))).rejects.toThrow(Unavailable)
    await settle()
    world.waits.forEach(over => over())
    await next
    sentTo(0)[0]?.reject(new AppendOutcomeUnknown())
    await expect(first).rejects.toThrow(AppendOutcomeUnknown)
    const later = appender.append(0, own('c'))
    await settle()
    sentTo(0)[1]?.resolve(3)
    expect(await later).toEqual({ partition: 0, offset: 3 })
  })

  it('is waited for when the appender closes, which takes no more', async () => {
    await stuck()
    let isClosed = false
    const closing = appender.close().then(() => { isClosed = true })
    await expect(appender.append(1, own('b'))).rejects.toThrow(Unavailable)
    await settle()
    expect(isClosed).toBe(false)
    sentTo(0)[0]?.resolve(0)
    await closing
  })
})
