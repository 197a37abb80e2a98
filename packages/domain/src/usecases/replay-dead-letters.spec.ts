import { describe, expect, it } from '@jest/globals'
import type { DeadLetterReason } from '../inventory/dead-letter.ts'
import type { Said } from '../inventory/entry.ts'
import type { DeadLetterRecord } from '../ports/dead-letters.ts'
import type { Position, RawRecord } from '../ports/sales-log.ts'
import { AppendOutcomeUnknown, Unavailable } from '../ports/unavailable.ts'
import { say } from '../testing/little-site.ts'
import { asks, releases } from '../testing/say.ts'
import { selling } from '../testing/selling.ts'
import { hold, listed, nothing } from '../testing/world.ts'
import type { ReplayPorts } from './replay-dead-letters.ts'
import { replayDeadLetters, replayMax } from './replay-dead-letters.ts'

const at = (offset: number): Position => ({ partition: 0, offset })

/** A site whose dead letters 100, 101, ... say what is given when they come again, as after a repair of their cause. */
async function world(...saidAgain: readonly Said[]) {
  const { log, store, site } = await selling()
  const rawOf = (index: number): RawRecord => ({ key: null, value: Uint8Array.of(index), headers: [], timestampMs: 7 })
  const letters = new Map<number, DeadLetterRecord>(saidAgain.map((_, index) => [
    100 + index, { ...at(100 + index), reason: 'unknown-site', raw: rawOf(index) },
  ]))
  const reasonOf = (offset: number): DeadLetterReason | null => {
    const said = log.entries[offset]?.said
    return said?.kind === 'malformed' ? said.reason : null
  }
  const appended: RawRecord[] = []
  const ports: ReplayPorts = {
    ...site,
    salesLog: {
      appendRaw: (partition, raw) => {
        appended.push(raw)
        return Promise.resolve({ partition, offset: say(log, saidAgain[raw.value?.[0] ?? -1] ?? nothing) })
      },
    },
    deadLetters: {
      find: ({ offset }) => {
        const reason = reasonOf(offset)
        const again = reason === null ? null : { ...at(offset), reason, raw: rawOf(0) }
        return Promise.resolve(letters.get(offset) ?? again)
      },
    },
    journal: { at: ({ offset }) => Promise.resolve(store.journal.filter(line => line.offset === offset)) },
  }
  return { log, store, ports, appended }
}

describe('replaying dead letters', () => {
  it('appends their bytes as they are, in the order given, and tells what became of each', async () => {
    const { ports, appended, log } = await world(
      asks(), asks(), listed(1, {}), nothing, { kind: 'malformed', reason: 'wrong-shape' },
    )
    expect(await replayDeadLetters(ports, [100, 101, 102, 103, 104].map(at))).toEqual([
      { kind: 'applied', letter: at(100), at: at(3), did: 'hold-granted' },
      { kind: 'no-op', letter: at(101), at: at(4), did: 'hold-repeated' },
      { kind: 'refused', letter: at(102), at: at(5), did: 'list-refused' },
      { kind: 'no-op', letter: at(103), at: at(6), did: null },
      { kind: 'dead-letter', letter: at(104), at: at(7), reason: 'wrong-shape' },
    ])
    expect(appended.map(({ value }) => value?.[0])).toEqual([0, 1, 2, 3, 4])
    expect(log.entries).toHaveLength(8)
  })

  it('tells what the record did, not what the clock ended on its way', async () => {
    const { ports, log } = await world(releases('released', { hold: hold(9) }), nothing)
    say(log, asks())
    log.nowMs += 1_000
    expect(await replayDeadLetters(ports, [at(100)])).toMatchObject([{ kind: 'no-op', did: 'release-ignored' }])
    say(log, asks({ hold: hold(2) }))
    log.nowMs += 1_000
    expect(await replayDeadLetters(ports, [at(101)])).toMatchObject([{ kind: 'no-op', did: null }])
  })

  it('appends nothing for what is no dead letter, and goes on', async () => {
    const { ports, appended } = await world(asks())
    const [missing, found] = await replayDeadLetters(ports, [at(99), at(100)])
    expect(missing).toEqual({ kind: 'not-found', letter: at(99) })
    expect(found).toMatchObject({ kind: 'applied' })
    expect(appended).toHaveLength(1)
  })

  it('tells of what is not heard of in time, may not be in the log, or cannot be kept by it', async () => {
    const { ports, store } = await world(asks())
    const failing = (error: Error): ReplayPorts => ({ ...ports, salesLog: { appendRaw: () => Promise.reject(error) } })
    expect(await replayDeadLetters(failing(new AppendOutcomeUnknown()), [at(100)])).toEqual([
      { kind: 'outcome-unknown', letter: at(100) },
    ])
    expect(await replayDeadLetters(failing(new RangeError('no text')), [at(100)])).toEqual([
      { kind: 'not-kept', letter: at(100), why: 'no text' },
    ])
    await expect(replayDeadLetters(failing(new Unavailable('sales-log')), [at(100)])).rejects.toThrow(Unavailable)
    store.isStuck = true
    expect(await replayDeadLetters(ports, [at(100)])).toEqual([{ kind: 'undecided', letter: at(100), at: at(3) }])
  })

  it('takes so many at once, and no more', async () => {
    const { ports, appended } = await world(asks())
    const many = Array.from({ length: replayMax + 1 }, () => at(100))
    await expect(replayDeadLetters(ports, many)).rejects.toThrow(RangeError)
    expect(appended).toEqual([])
  })
})
