import type { KeyObject } from 'node:crypto'
import { sign } from 'node:crypto'
import type { EncodedRecord } from '../wire/text-record.ts'
import type { HashLeaf, RecordPlace } from './layout.ts'
import { createHashLeaf, proofHeader, signatureHeader, signedBytes } from './layout.ts'
import { growTree } from './seal.ts'
import type { SignRecords } from './sign-records.ts'

/** Private Ed25519 keys. `publisher` is null at a site that does not publish the federation's lists. */
export type SigningKeys = { readonly site: KeyObject; readonly publisher: KeyObject | null }

/**
 * Signs what one producer sends together: one signature for all of a site's own records, one for all of the
 * publisher's (`list` and `federation`), each record with a path of its own.
 * @throws Error for a record of the publisher where its key is not
 * @throws RangeError for more than 65,536 records of one key
 */
export function createSigner({ logId, tournament }: Omit<RecordPlace, 'topic'>, keys: SigningKeys): SignRecords {
  const hashers = new Map<string, HashLeaf>()

  const seal = (topic: string, records: readonly EncodedRecord[], key: KeyObject): readonly EncodedRecord[] => {
    const hashLeaf = hashers.get(topic) ?? createHashLeaf({ logId, tournament, topic })
    hashers.set(topic, hashLeaf)
    const { root, proofs } = growTree(records.map(hashLeaf))
    const signature = sign(null, signedBytes(logId, root), key).toString('base64url')
    return records.map(({ headers, ...fields }, index) => ({
      ...fields,
      headers: [...headers, [signatureHeader, signature], [proofHeader, proofs[index] ?? '']],
    }))
  }

  return (topic, records) => {
    const ofPublisher = records.filter(isOfPublisher)
    if (ofPublisher.length === 0) return records.length === 0 ? [] : seal(topic, records, keys.site)
    if (keys.publisher === null) throw new Error('a list or federation is to be signed, and there is no publisher key')
    const ofSite = records.filter(record => !isOfPublisher(record))
    const sealedByPublisher = seal(topic, ofPublisher, keys.publisher).values()
    const sealedBySite = ofSite.length === 0 ? [].values() : seal(topic, ofSite, keys.site).values()
    return records.map(record => {
      const { value } = (isOfPublisher(record) ? sealedByPublisher : sealedBySite).next()
      if (value === undefined) throw new Error('fewer records were sealed than given')
      return value
    })
  }
}

const isOfPublisher = ({ headers }: EncodedRecord): boolean =>
  headers.some(([name, value]) => name === 'matchday-kind' && (value === 'list' || value === 'federation'))
