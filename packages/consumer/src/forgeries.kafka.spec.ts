import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { SignRecords } from '@matchday/adapters/signing/sign-records'
import { encodeRecord } from '@matchday/adapters/wire/encode-record'
import { saleValue } from '@matchday/adapters/wire/sale-value'
import type { EncodedRecord } from '@matchday/adapters/wire/text-record'
import { rawRecord } from '@matchday/adapters/wire/text-record'
import { holdKey } from '@matchday/domain/inventory/ids'
import type { Outgoing, RawRecord, SalesLog } from '@matchday/domain/ports/sales-log'
import { asks, releases, sells } from '@matchday/domain/testing/say'
import { buyer, hold, listed, site } from '@matchday/domain/testing/world'
import type { Follower } from './testing/signed-world.ts'
import { createSignedWorld, gameAt, opened, signerOf } from './testing/signed-world.ts'

const [game, elsewhere] = [gameAt(0), gameAt(1)]
const second = { hold: hold(2) }
const ofB = { site: site('b'), buyer: buyer(2) }
const tick = (partition: number): Outgoing => ({ kind: 'ticked', site: site('a'), sentAtMs: null, partition })

/** `a` sells one hold and keeps another, and has one elsewhere; so does `b`, who returns that one. */
const saidByA = [asks({ game }), sells({ game }), asks({ ...second, game }), asks({ game: elsewhere }), tick(0)]
const saidByB = [
  asks({ ...ofB, game }), sells({ site: site('b'), game }), asks({ ...ofB, ...second, game: elsewhere }),
  releases('released', { site: site('b'), ...second, game: elsewhere }),
]

let world: Awaited<ReturnType<typeof createSignedWorld>>
let a: SalesLog
let b: SalesLog
let intruder: SalesLog
let follower: Follower
/** What stood in the first partition before anybody intruded. */
let honest: readonly RawRecord[]

beforeAll(async () => {
  world = await createSignedWorld()
  a = await world.open('a')
  b = await world.open('b')
  intruder = await world.open(null)
  await say(await world.open('publisher'), opened)
  await say(a, saidByA)
  await say(b, saidByB)
  honest = await bytesIn(a, 0)
  follower = await world.follow('a')
})
afterAll(() => world.close())

const say = async (log: SalesLog, records: readonly Outgoing[]): Promise<void> =>
  void (await Promise.all(records.map(record => log.append(record))))

/** Whatever is done, no row changes by it, and these are all the dead letters that come of it. */
async function expectUnmoved(act: () => Promise<unknown>, reasons: readonly string[]): Promise<void> {
  await follower.caughtUp()
  const [rows, told] = [follower.rows(), follower.reasons(0)]
  await act()
  await follower.caughtUp()
  expect(follower.rows()).toEqual(rows)
  expect(follower.reasons(0)).toEqual([...told, ...reasons])
}

/** The bytes of all records of a partition. */
async function bytesIn(log: SalesLog, partition: number): Promise<RawRecord[]> {
  const { entries, rawOf } = await log.read({ partition, offset: 0 }, 1_000)
  return entries.map(({ offset }) => rawOf(offset))
}

const signed = (sign: SignRecords, record: EncodedRecord): RawRecord =>
  rawRecord(sign(world.topic, [record])[0] ?? record, 0)
const by = (sign: SignRecords, said: Outgoing): RawRecord => signed(sign, encodeRecord(said))
const withHeader = (said: Outgoing, name: string, value: string): EncodedRecord => {
  const { headers, ...fields } = encodeRecord(said)
  return { ...fields, headers: [...headers, [name, value]] }
}
const altered = (record: RawRecord, from: string, to: string): RawRecord => ({
  ...record,
  value: Buffer.from(Buffer.from(record.value ?? []).toString().replace(from, to)),
})
const unsealed = (record: RawRecord): RawRecord => ({
  ...record,
  headers: record.headers.filter(([name]) => !/-(signature|proof)$/.test(name)),
})
const announcement = (headers: EncodedRecord['headers']): EncodedRecord => ({
  key: String(game),
  value: saleValue('TICKET_RESERVED', game, { category: asks().category, quantity: 2, price: 10 }),
  headers,
})
const common = (of: string) => [['matchday-v', '1'], ['matchday-site', of]] as const

describe('what others write into the log', () => {
  const release = releases('refunded', { game })
  const relisted = listed(2, { 1: 99 }, { number: game }) as Outgoing
  const [ofA, stranger] = [signerOf('a'), signerOf('stranger')]
  const cases: readonly (readonly [what: string, reason: string, record: () => RawRecord])[] = [
    ['signed by another site', 'bad-signature', () => by(signerOf('b'), release)],
    ['another price', 'bad-signature', () => altered(by(ofA, sells({ ...second, game })), '"price":10', '"price":1')],
    ['another quantity', 'bad-signature', () => altered(by(ofA, asks({ hold: hold(9), game })), 'ity":2', 'ity":3')],
    ['claimed', 'bad-signature', () => unsealed(by(ofA, release))],
    ['a claimed announcement', 'bad-signature', () => rawRecord(announcement(common('a')), 0)],
    ['an announcement of nobody', 'unsigned', () => rawRecord(announcement([]), 0)],
    ['signed for another log', 'bad-signature', () => by(signerOf('a', { logId: 'another' }), release)],
    ['signed for another tournament', 'bad-signature', () => by(signerOf('a', { tournament: 'bowl' }), release)],
    ['a list that the publisher did not sign', 'bad-signature', () => by(ofA, relisted)],
    ["a site's list", 'not-the-publisher', () => by(ofA, { ...relisted, site: site('a') })],
    ['a federation', 'bad-signature', () => by(stranger, { ...opened[0], version: 2 } as Outgoing)],
    ['of a site that is not in the roster', 'unknown-site', () => by(stranger, { ...release, site: site('stranger') })],
    ['a tick from another partition', 'wrong-partition', () => by(ofA, tick(1))],
    ['a hold from another partition', 'wrong-partition', () => by(ofA, asks({ ...second, game: elsewhere }))],
    ['a header twice', 'repeated-header', () => signed(ofA, withHeader(release, 'matchday-reason', 'released'))],
    ['an unknown kind', 'unknown-kind', () => signed(ofA, withHeader(release, 'matchday-kind', 'gift'))],
    ['under the key of another game', 'wrong-shape', () => signed(ofA, { ...encodeRecord(release), key: '65' })],
  ]

  it.each(cases)('moves no counter, and is told with its reason: %s', (_, reason, record) =>
    expectUnmoved(() => intruder.appendRaw(0, record()), [reason]))

  it('moves no counter when it comes from another topic of the same sites', async () => {
    const other = await world.openOther('a')
    await other.append(release)
    const [record] = await bytesIn(other, 0)
    await expectUnmoved(() => intruder.appendRaw(0, record as RawRecord), ['bad-signature'])
  })

  it('does nothing when it is said again, and is no dead letter', () =>
    expectUnmoved(() => Promise.all(honest.map(record => intruder.appendRaw(0, record))), []))
})

describe('a site', () => {
  it("touches no hold of another's: under the same id it has one of its own, or none", async () => {
    const terms = { ...second, site: site('b'), game }
    await expectUnmoved(() => say(b, [releases('released', terms), sells(terms)]), [])
    await say(b, [asks({ ...ofB, ...second, game }), releases('released', terms)])
    await follower.caughtUp()
    const { holds } = follower.partition(0).whole
    const stateOf = (name: string) => holds.get(holdKey({ game, site: site(name), id: hold(2) }))?.state
    expect([stateOf('a'), stateOf('b')]).toEqual(['held', 'released'])
  })

  it('may announce without waiting, and is believed for its signature', async () => {
    await intruder.appendRaw(0, signed(signerOf('b'), announcement(common('b'))))
    await follower.caughtUp()
    const stock = follower.partition(0).whole.games.get(game)?.categories.get(asks().category)
    expect(stock?.announcedSold).toBe(2)
  })

  it('that comes late makes the same of it all', async () => {
    const late = await world.follow('b')
    await late.caughtUp()
    await follower.caughtUp()
    expect(late.rows()).toEqual(follower.rows())
    for (const partition of [0, 1]) expect(late.reasons(partition)).toEqual(follower.reasons(partition))
  })
})
