import { createHash, createPrivateKey } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { createHashLeaf } from './layout.ts'
import { growTree } from './seal.ts'
import { createSigner } from './signer.ts'
import { knownAnswers } from './testing/known-answers.ts'
import { check, place, publisher, sealed, sign, site, siteKeys } from './testing/signed-log.ts'

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64url')

describe('a batch as it was agreed', () => {
  const { place: agreed, privateKey, publicKey, batches } = knownAnswers
  const der = Buffer.from(privateKey, 'base64')
  const signBatch = createSigner(agreed, {
    site: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
    publisher: null,
  })

  it.each(batches)('hashes to its leaves and its root: $name', ({ records, root }) => {
    const hashLeaf = createHashLeaf(agreed)
    for (const { record, leafBytes, leaf } of records) {
      expect(hashLeaf(record)).toBe(leaf)
      expect(sha256(Buffer.from(leafBytes, 'hex'))).toBe(leaf)
    }
    const tree = growTree(records.map(({ leaf }) => leaf))
    expect(tree).toEqual({ root, proofs: records.map(({ proof }) => proof) })
  })

  it.each(batches)('is signed so: $name', ({ records, signature }) => {
    expect(signBatch(agreed.topic, records.map(({ record }) => record))).toEqual(
      records.map(({ record, proof }) => ({
        ...record,
        headers: [...record.headers, ['matchday-signature', signature], ['matchday-proof', proof]],
      })),
    )
  })

  it.each(batches)('is taken so: $name', ({ records }) => {
    for (const record of sealed(records.map(one => one.record), signBatch)) {
      expect(check(agreed)(record, { ...site, publicKey })).toBe(true)
    }
  })
})

describe('a tree', () => {
  const leaf = (at: number): string => sha256(Buffer.of(at))
  const join = (left: string, right: string): string =>
    sha256(Buffer.concat([Buffer.of(1), Buffer.from(left, 'base64url'), Buffer.from(right, 'base64url')]))

  /** The root by its definition; a node that has no other moves up. */
  const rootOf = (level: readonly string[]): string => {
    if (level.length === 1) return level[0] ?? ''
    const pairs = level.flatMap((node, at) => (at % 2 === 0 ? [[node, level[at + 1]]] : []))
    return rootOf(pairs.map(([left = '', right]) => (right === undefined ? left : join(left, right))))
  }

  /** From a leaf up a proof. */
  const climbed = (from: string, proof: string): string =>
    (proof.match(/.{44}/g) ?? []).reduce((node, step) =>
      (step.startsWith('l') ? join(step.slice(1), node) : join(node, step.slice(1))), from)

  it.each(Array.from({ length: 34 }, (_, index) => index + 1))('of %i leaves has a way up for each', count => {
    const leaves = Array.from({ length: count }, (_, at) => leaf(at))
    const { root, proofs } = growTree(leaves)
    expect(root).toBe(rootOf(leaves))
    expect(leaves.map((from, at) => climbed(from, proofs[at] ?? ''))).toEqual(leaves.map(() => root))
    expect(Math.max(...proofs.map(proof => proof.length))).toBe(44 * Math.ceil(Math.log2(count)))
  })

  it('has 65,536 leaves at most, and one at least', () => {
    const most = Array.from({ length: 65_536 }, () => leaf(0))
    expect(growTree(most).proofs[65_535]).toHaveLength(704)
    expect(() => growTree([...most, leaf(0)])).toThrow(RangeError)
    expect(() => growTree([])).toThrow(RangeError)
  })
})

describe('a signer', () => {
  const headers = (kind: string) => [['matchday-v', '1'], ['matchday-kind', kind]] as const
  const record = (kind: string) => ({ key: '1', value: '{}', headers: headers(kind) })

  it('signs lists and federations with the key of the publisher, everything else with its own, apart', () => {
    const kinds = ['tick', 'list', 'digest', 'federation', 'tick']
    const travelling = sealed(kinds.map(record))
    const isSignedBy = check()
    for (const [at, kind] of kinds.entries()) {
      const by = kind === 'list' || kind === 'federation' ? publisher : site
      expect(travelling[at]?.headers[1]?.[1]).toEqual(Buffer.from(kind))
      expect([site, publisher].filter(signer => isSignedBy(travelling[at]!, signer))).toEqual([by])
    }
  })

  it("needs the publisher's key for them", () => {
    const siteOnly = createSigner(place, { site: siteKeys.privateKey, publisher: null })
    expect(siteOnly(place.topic, [record('tick')])).toEqual(sign(place.topic, [record('tick')]))
    expect(() => siteOnly(place.topic, [record('tick'), record('list')])).toThrow('publisher')
  })

  it('takes a record that is larger than most, and remembers nothing of it', () => {
    const large = { ...record('tick'), value: '\u26bd'.repeat(300_000) }
    for (const each of sealed([record('tick'), large, record('digest'), large])) {
      expect(check()(each, site)).toBe(true)
    }
    const fields = ['matchday-record-v1', place.logId, place.tournament, place.topic, large.key, large.value]
    const bytes = [...fields, 'matchday-kind', 'tick', 'matchday-v', '1'].flatMap(text => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(Buffer.byteLength(text))
      return [length, Buffer.from(text)]
    })
    expect(createHashLeaf(place)(large)).toBe(sha256(Buffer.concat([Buffer.of(0), ...bytes])))
  })
})
