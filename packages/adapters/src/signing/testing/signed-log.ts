import type { KeyObject } from 'node:crypto'
import { createPrivateKey, createPublicKey } from 'node:crypto'
import type { LogEntry } from '@matchday/domain/inventory/entry'
import type { Signer } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import type { RawRecord } from '@matchday/domain/ports/sales-log'
import fc from 'fast-check'
import { encodeRecord } from '../../wire/encode-record.ts'
import { withRaw } from '../../wire/raw-entry.ts'
import { outgoing } from '../../wire/testing/arbitrary-records.ts'
import type { EncodedRecord } from '../../wire/text-record.ts'
import { rawRecord } from '../../wire/text-record.ts'
import { createSignatureCheck } from '../signature-check.ts'
import { createSigner } from '../signer.ts'

/** A key pair that is the same in every run: its seed is one byte, 32 times. */
export function keyPairOf(seed: number): { privateKey: KeyObject; publicKey: string } {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, seed)])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  return { privateKey, publicKey: Buffer.from(x, 'base64url').toString('base64') }
}

export const siteKeys = keyPairOf(1)
export const publisherKeys = keyPairOf(2)
export const otherKeys = keyPairOf(3)

const signer = (id: string, publicKey: string | null): Signer => ({ id: id as SiteId, publicKey })

export const site = signer('north', siteKeys.publicKey)
export const publisher = signer('fifa', publisherKeys.publicKey)
export const otherSite = signer('south', otherKeys.publicKey)
export const keyless = signer('east', null)

export const place = { logId: '7Zf0mX3kQ1', tournament: 'world-cup-2022', topic: 'ticket-sales' }

export const sign = createSigner(place, { site: siteKeys.privateKey, publisher: publisherKeys.privateKey })

/** A batch of records, signed as they travel. */
export const sealed = (records: readonly EncodedRecord[], seal = sign): RawRecord[] =>
  seal(place.topic, records).map(record => rawRecord(record, 0))

/** A new check, which remembers nothing: of this place, or of another. */
export function check(elsewhere: Partial<typeof place> = {}): (record: RawRecord, by: Signer) => boolean {
  const isSignedBy = createSignatureCheck({ ...place, ...elsewhere })
  return (record, by) => isSignedBy(entryOf(record), by)
}

export const entryOf = (record: RawRecord): LogEntry =>
  withRaw({ offset: 0, timestampMs: 0, stampedBy: 'log', said: { kind: 'empty' } }, record)

export const signerOf = ({ headers }: RawRecord | EncodedRecord): Signer => {
  const kind = headers.find(([name]) => name === 'matchday-kind')?.[1] ?? ''
  return ['list', 'federation'].includes(Buffer.from(kind).toString()) ? publisher : site
}

/** Sorts apart in UTF-16 and in UTF-8: a surrogate pair, and a character above the surrogates. */
const letter = fc.constantFrom('a', 'b', 'z', '-', '\u{1f3df}', '\uff5e', '\u00fc')
const nameEnd = fc.string({ unit: letter, minLength: 1, maxLength: 4 })

/** A record that a site may send, some with headers that no reader knows: of Matchday's, and of others. */
export const record: fc.Arbitrary<EncodedRecord> = fc
  .record({
    said: outgoing(),
    ours: fc.uniqueArray(fc.tuple(nameEnd.map(end => `matchday-?${end}`), fc.string()), {
      selector: ([name]) => name,
      maxLength: 3,
    }),
    others: fc.array(fc.tuple(nameEnd.map(end => `x-${end}`), fc.string()), { maxLength: 2 }),
  })
  .map(({ said, ours, others }) => {
    const { headers, ...fields } = encodeRecord(said)
    return { ...fields, headers: [...headers, ...ours, ...others] }
  })

export const batch = fc.array(record, { minLength: 1, maxLength: 20 })
