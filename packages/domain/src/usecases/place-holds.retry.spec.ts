import { describe, expect, it } from '@jest/globals'
import type { SessionId } from '../reservation/ids.ts'
import { say } from '../testing/little-site.ts'
import { Died, mishaps } from '../testing/mishap.ts'
import { announces } from '../testing/say.ts'
import { line, selling, wants } from '../testing/selling.ts'
import { listed, nothing } from '../testing/world.ts'
import { placeHolds } from './place-holds.ts'

const command = wants([line(1, 1, 2)], { key: 'k' })

describe('the same request again, by its key,', () => {
  it('is the same reservation, and asks the log for nothing', async () => {
    const { site, log, store } = await selling()
    const first = await placeHolds(site, command)
    expect(await placeHolds(site, command)).toEqual(first)
    expect(store.records.size).toBe(1)
    expect(log.entries).toHaveLength(4)
  })

  it.each([
    ['sold out', announces('reserved', 6)],
    ['dearer', listed(2, { 1: 8, 2: 3 }, { price: 99 })],
    ['above a limit that was lowered', listed(2, { 1: 8, 2: 3 }, { perBuyer: 1 })],
  ])('is that too when the basket would by now be %s', async (_, meanwhile) => {
    const { site, log } = await selling()
    const first = await placeHolds(site, command)
    say(log, meanwhile)
    await site.consume()
    expect(await placeHolds(site, command)).toEqual(first)
  })

  it('is that too when its game has started', async () => {
    const { site } = await selling()
    const first = await placeHolds(site, command)
    expect(await placeHolds({ ...site, calendar: () => 1 }, command)).toEqual(first)
    expect(await placeHolds({ ...site, calendar: () => 1 }, { ...command, key: 'other' })).toMatchObject({
      kind: 'bad-basket',
    })
    expect(await placeHolds({ ...site, calendar: () => 1 }, { ...command, key: null })).toMatchObject({
      kind: 'bad-basket',
    })
  })

  it('with another body is refused', async () => {
    const { site, log } = await selling()
    await placeHolds(site, command)
    expect(await placeHolds(site, { ...command, bodyHash: 'other' })).toEqual({ kind: 'key-reused' })
    expect(log.entries).toHaveLength(4)
  })

  it('by another buyer, or in another session, is another request', async () => {
    const { site, store } = await selling()
    await placeHolds(site, command)
    await placeHolds(site, { ...command, contact: { ...command.contact, email: 'bea@example.com' } })
    await placeHolds(site, { ...command, session: 'other' as SessionId })
    expect(store.records.size).toBe(3)
    expect(new Set([...store.records.values()].map(({ session }) => session)).size).toBe(3)
  })

  it('appends what the log never heard of, and only that', async () => {
    const { site, log, store, holds, process } = await selling()
    const two = wants([line(1, 1, 1), line(2, 1, 1)], { key: 'k' })
    const dying = process(mishaps(log, [{ operation: 2, kind: 'dies-before' }]))
    await expect(placeHolds(dying, two)).rejects.toThrow(Died)
    log.nowMs += 10
    expect(await placeHolds(site, two)).toMatchObject({ reservation: { state: 'held', expiresAtMs: 1_100 } })
    expect(log.entries).toHaveLength(5)
    expect(holds().map(hold => hold.state === 'held' && hold.expiresAtMs)).toEqual([1_100, 1_110])
    expect(store.records.size).toBe(1)
  })

  it('appends nothing more once a part of it has ended', async () => {
    const { site, log, holds, process } = await selling()
    const two = wants([line(1, 1, 1), line(2, 1, 1)], { key: 'k' })
    await expect(placeHolds(process(mishaps(log, [{ operation: 2, kind: 'dies-before' }])), two)).rejects.toThrow(Died)
    log.nowMs += 200
    say(log, nothing)
    expect(await placeHolds(site, two)).toMatchObject({ reservation: { state: 'expired' } })
    expect(log.entries).toHaveLength(5)
    expect(holds().map(({ state }) => state)).toEqual(['expired'])
  })

  it('holds again what was abandoned, for nothing of it was ever heard', async () => {
    const { site, store, log, process } = await selling()
    const dying = process(mishaps(log, [{ operation: 1, kind: 'dies-before' }]))
    await expect(placeHolds(dying, command)).rejects.toThrow(Died)
    await site.reservations.abandon([...store.records.keys()], 5)
    const outcome = await placeHolds(site, command)
    expect(outcome).toMatchObject({ reservation: { state: 'held', record: { abandonedAtMs: 5 } } })
    expect(store.records.size).toBe(1)
  })

  it('where it is not known what the log has, looks before it asks again', async () => {
    const { log, process } = await selling()
    const kept = process(mishaps(log, [{ operation: 1, kind: 'outcome-unknown-kept' }]))
    expect(await placeHolds(kept, command)).toMatchObject({ reservation: { state: 'held' } })
    expect(log.entries).toHaveLength(4)
    const lost = process(mishaps(log, [{ operation: 1, kind: 'outcome-unknown-lost' }]))
    const other = wants([line(2, 1, 1)], { key: 'l' })
    expect(await placeHolds(lost, other)).toMatchObject({ reservation: { state: 'requested' } })
    expect(log.entries).toHaveLength(4)
    expect(await placeHolds(process(), other)).toMatchObject({ reservation: { state: 'held' } })
  })
})
