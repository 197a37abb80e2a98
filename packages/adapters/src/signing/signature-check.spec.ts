import { sign } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { rawRecord } from '../wire/text-record.ts'
import { createHashLeaf, signedBytes } from './layout.ts'
import type { SignedRoot } from './root-check.ts'
import { createRootCheck } from './root-check.ts'
import { climb } from './seal.ts'
import { createSignatureCheck } from './signature-check.ts'
import { createVerifiedNodes } from './verified-nodes.ts'
import { check, entryOf, otherSite, place, sealed, site, siteKeys } from './testing/signed-log.ts'

const record = (at: number) => ({ key: String(at), value: '{}', headers: [['matchday-v', '1']] as const })
const batchOf = (count: number) => sealed(Array.from({ length: count }, (_, at) => record(at)))

describe('the check', () => {
  /** A check, and the roots whose signature it looked at. */
  const counting = () => {
    const isSigned = createRootCheck(place.logId)
    const asked: SignedRoot[] = []
    const isSignedBy = createSignatureCheck(place, root => asked.push(root) > 0 && isSigned(root))
    return { asked, isSignedBy }
  }

  it.each([1, 2, 3, 64, 100])('looks at one signature for a batch of %i, however often it comes', count => {
    const { asked, isSignedBy } = counting()
    const batch = batchOf(count)
    for (const each of [...batch, ...batch]) expect(isSignedBy(entryOf(each), site)).toBe(true)
    expect(asked).toHaveLength(1)
  })

  it('looks at it anew for another key', () => {
    const { asked, isSignedBy } = counting()
    const [first, second] = batchOf(2)
    for (const each of [first, second]) expect(isSignedBy(entryOf(each!), site)).toBe(true)
    for (const each of [first, second]) expect(isSignedBy(entryOf(each!), otherSite)).toBe(false)
    expect(asked).toHaveLength(3)
  })

  it('never takes a header whose name is no text: a reader of bytes would see another', () => {
    const [good] = sealed([{ ...record(1), headers: [['matchday-\ufffd', '1']] }])
    expect(check()(good!, site)).toBe(false)
  })

  it.each([[16, true], [17, false]])('follows a proof of %i steps: %j', (steps, expected) => {
    const unsealed = { ...record(1), headers: [['matchday-v', '1']] as [string, string][] }
    const other = createHashLeaf(place)(record(2))
    const proof = `r${other}`.repeat(steps)
    let root = createHashLeaf(place)(unsealed)
    for (let at = 0; at < proof.length; at += 44) root = climb(root, proof, at)
    const signature = sign(null, signedBytes(place.logId, root), siteKeys.privateKey).toString('base64url')
    unsealed.headers.push(['matchday-signature', signature], ['matchday-proof', proof])
    expect(check()(rawRecord(unsealed, 0), site)).toBe(expected)
  })

  it('needs the bytes of an entry', () => {
    const { isSignedBy } = counting()
    const bare = { offset: 7, timestampMs: 0, stampedBy: 'log', said: { kind: 'empty' } } as const
    expect(() => isSignedBy(bare, site)).toThrow('offset 7 came without its bytes')
  })
})

describe('nodes that were verified', () => {
  const ground = { publicKey: 'k', signature: 's', path: 'p' }

  it('are known on their own ground only', () => {
    const nodes = createVerifiedNodes(10)
    nodes.remember('node', ground)
    expect(nodes.isKnown('node', { ...ground })).toBe(true)
    expect(nodes.isKnown('another', ground)).toBe(false)
    for (const field of ['publicKey', 'signature', 'path']) {
      expect(nodes.isKnown('node', { ...ground, [field]: 'x' })).toBe(false)
    }
  })

  it('are forgotten when twice as many came after them', () => {
    const nodes = createVerifiedNodes(10)
    for (let at = 0; at < 100; at += 1) {
      nodes.remember(`node ${at}`, ground)
      const known = Array.from({ length: 100 }, (_, node) => nodes.isKnown(`node ${node}`, ground))
      expect(known.slice(Math.max(0, at - 9), at + 1)).not.toContain(false)
      expect(known.filter(Boolean).length).toBeLessThanOrEqual(20)
    }
  })
})
