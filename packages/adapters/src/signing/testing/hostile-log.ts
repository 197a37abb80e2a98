import type { Federation } from '@matchday/domain/inventory/federation'
import type { LogEntry } from '@matchday/domain/inventory/entry'
import type { Outgoing, RawRecord } from '@matchday/domain/ports/sales-log'
import { asks, releases, sells } from '@matchday/domain/testing/say'
import { buyer, federationOf, game, hold, listed, opening, site } from '@matchday/domain/testing/world'
import fc from 'fast-check'
import { decodeRecord } from '../../wire/decode-record.ts'
import { encodeRecord } from '../../wire/encode-record.ts'
import { withRaw } from '../../wire/raw-entry.ts'
import { rawRecord } from '../../wire/text-record.ts'
import { createSigner } from '../signer.ts'
import { keyPairOf } from './signed-log.ts'
import { isSame, tamperings } from './tamper.ts'

const topic = 'ticket-sales'
const keys = { a: keyPairOf(11), b: keyPairOf(12), publisher: keyPairOf(13) }

/** Two sites that sign, and a publisher. */
export const federation: Federation = {
  ...federationOf(1),
  sha256: 'f'.repeat(64),
  publisher: { id: site('publisher'), publicKey: keys.publisher.publicKey },
  sites: (['a', 'b'] as const).map(id => ({ id: site(id), name: id, publicKey: keys[id].publicKey, waits: true })),
}
export const place = { logId: federation.logId, tournament: federation.tournament, topic }

type SiteName = 'a' | 'b'
const otherOf = { a: 'b', b: 'a' } as const

const nameOf = ({ site: id }: Outgoing): SiteName => (id === site('b') ? 'b' : 'a')

/** Records signed together with the keys of a site and the publisher, for a place in some log. */
const sealAll = (records: readonly Outgoing[], by: SiteName, where = place): RawRecord[] =>
  createSigner(where, { site: keys[by].privateKey, publisher: keys.publisher.privateKey })(
    where.topic,
    records.map(encodeRecord),
  ).map(record => rawRecord(record, 0))

/** What a site says of one hold, as it does: the request first, and each thing once. */
const life = fc
  .record({
    id: fc.integer({ min: 1, max: 99 }),
    of: fc.constantFrom<SiteName>('a', 'b'),
    number: fc.constantFrom(1, 2),
    quantity: fc.integer({ min: 1, max: 3 }),
    ends: fc.constantFrom('lives', 'is sold', 'is released', 'is refunded', 'loses a seat'),
  })
  .map(({ id, of, number, quantity, ends }): Outgoing[] => {
    const terms = { site: site(of), hold: hold(id), game: game(number), quantity }
    const request = asks({ ...terms, buyer: buyer(id) })
    switch (ends) {
      case 'lives': return [request]
      case 'is sold': return [request, sells(terms)]
      case 'is released': return [request, releases('released', terms)]
      case 'is refunded': return [request, sells(terms), releases('refunded', terms)]
      case 'loses a seat': return [request, sells(terms), releases('refunded', { ...terms, quantity: 1, seats: [1] })]
      default: return ends satisfies never
    }
  })

const opened = { ...opening(), sha256: federation.sha256 }
const start = [opened, listed(1, { 1: 9 }), listed(1, { 1: 5 }, { number: 2 })]
  .map(said => ({ partition: 0, ...said }) as Outgoing)

/** The lives of some holds, one record of one and then of another. */
const sales: fc.Arbitrary<Outgoing[]> = fc
  .uniqueArray(life, { selector: ([request]) => request && 'hold' in request && request.hold, maxLength: 8 })
  .chain(lives => {
    const turns = lives.flatMap((records, at) => records.map(() => at))
    return fc.shuffledSubarray(turns, { minLength: turns.length }).map(order => {
      const left = lives.map(records => [...records])
      return order.flatMap(at => left[at]?.splice(0, 1) ?? [])
    })
  })

/** A log as its sites wrote it, signed in batches of whatever size. */
export const honestLog: fc.Arbitrary<RawRecord[]> = fc
  .tuple(sales, fc.integer({ min: 1, max: 9 }))
  .map(([said, size]) => {
    const sealed: RawRecord[] = sealAll(start, 'a')
    for (let from = 0; from < said.length; from += size) {
      const batch = said.slice(from, from + size)
      const bySite = Map.groupBy(batch, nameOf)
      const records = new Map([...bySite].map(([name, own]) => [name, sealAll(own, name).values()]))
      for (const one of batch) {
        const { value } = records.get(nameOf(one))?.next() ?? {}
        if (value !== undefined) sealed.push(value)
      }
    }
    return sealed
  })

export type Hostile = { readonly name: string; readonly record: RawRecord }

/** What somebody writes who has no key but their own, made of what stands in the log already. */
const intrusion: fc.Arbitrary<(seen: RawRecord) => Hostile> = fc.oneof(
  ...Object.entries(tamperings).map(([name, change]) =>
    change.map(tamper => (seen: RawRecord) => ({ name, record: tamper(seen) }))),
  fc.constant((seen: RawRecord) => ({ name: 'replayed', record: seen })),
  fc.constant((seen: RawRecord) => ({ name: 'claimed', record: without(seen, ['signature', 'proof']) })),
  fc.constant((seen: RawRecord) => ({ name: 'forged', record: resealed(seen, key => otherOf[key]) })),
  fc
    .constantFrom({ topic: 'ticket-sales-dev' }, { logId: 'another' }, { tournament: 'bowl' })
    .map(where => (seen: RawRecord) => ({ name: 'moved', record: resealed(seen, key => key, { ...place, ...where }) })),
)

const without = (record: RawRecord, names: readonly string[]): RawRecord => ({
  ...record,
  headers: record.headers.filter(([name]) => !names.includes(name.replace('matchday-', ''))),
})

const text = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString()

/** The same record, signed anew with the key of another site, or for another place. A publisher's by a site's. */
function resealed(record: RawRecord, keyFor: (site: SiteName) => SiteName, where = place): RawRecord {
  const { key, value, headers } = without(record, ['signature', 'proof'])
  const named = text(headers.find(([name]) => name === 'matchday-site')?.[1] ?? null)
  const by = named === 'b' ? 'b' : 'a'
  const mayPublish = where !== place
  const { site: siteKey, publisher } = { site: keys[keyFor(by)].privateKey, publisher: keys.publisher.privateKey }
  const seal = createSigner(where, { site: siteKey, publisher: mayPublish ? publisher : siteKey })
  const encoded = {
    key: key === null ? null : text(key),
    value: text(value),
    headers: headers.map(([name, bytes]): [string, string] => [name, text(bytes)]),
  }
  const [sealed] = seal(where.topic, [encoded])
  return sealed === undefined ? record : rawRecord(sealed, 0)
}

/** A log, and the same with intrusions, each anywhere behind the record that it is made of. */
export const hostileLog = fc
  .tuple(honestLog, fc.array(fc.tuple(fc.nat(), fc.nat(), intrusion), { maxLength: 12 }))
  .map(([honest, intrusions]) => {
    const mixed: { readonly honest: number; readonly record: RawRecord; readonly name: string | null }[] =
      honest.map((record, at) => ({ honest: at, record, name: null }))
    for (const [of, after, make] of intrusions) {
      const source = of % honest.length
      const seen = honest[source] as RawRecord
      const { name, record } = make(seen)
      if (name !== 'replayed' && isSame(record, seen)) continue
      const first = mixed.findIndex(one => one.name === null && one.honest === source)
      const at = first + 1 + (after % (mixed.length - first))
      mixed.splice(at, 0, { honest: mixed[at - 1]?.honest ?? 0, record, name })
    }
    return { honest, mixed }
  })

/** An entry at an offset, stamped by the log: one millisecond for each record that is honest. */
export const entryAt = (offset: number, record: RawRecord, atMs: number): LogEntry =>
  withRaw({ offset, timestampMs: 1_000 + atMs, stampedBy: 'log', said: decodeRecord(record) }, record)
