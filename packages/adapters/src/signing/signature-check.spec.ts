import { sign } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { rawRecord } from '../wire/text-record.ts'
import { createHashLeaf, signedBytes } from './layout.ts'
import type { SignedRoot } from './root-check.ts'
import { createRootCheck } from './root-check.ts'
import { climb } from './seal.ts'
import { createSignatureCheck } from './signature-check.ts'
import { createVerifiedTrees } from './verified-trees.ts'
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

  it('never takes a header of ours whose name is no text: a reader of bytes would see another', () => {
    const [ours] = sealed([{ ...record(1), headers: [['matchday-\ufffd', '1']] }])
    const [others] = sealed([{ ...record(1), headers: [['trace-\ufffd', '1']] }])
    expect(check()(ours!, site)).toBe(false)
    expect(check()(others!, site)).toBe(true)
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
  it('are known under their own key and signature only', () => {
    const trees = createVerifiedTrees(10)
    trees.remember('key', 'signature', 'node', 'steps')
    expect([...trees.find('key', 'signature')!.nodes]).toEqual([['node', 'steps']])
    expect(trees.find('another', 'signature')).toBeUndefined()
    expect(trees.find('key', 'another')).toBeUndefined()
    trees.remember('another', 'signature', 'node', 'steps')
    expect(trees.find('key', 'signature')).toBeUndefined()
  })

  it('are forgotten, tree by tree, when more than twice as many came after them', () => {
    const trees = createVerifiedTrees(10)
    const isKnown = (tree: number): boolean => trees.find('key', `tree ${tree}`)?.nodes.size === 3
    for (let at = 0; at < 100; at += 1) {
      for (const node of ['a', 'b', 'c']) trees.remember('key', `tree ${at}`, node, 'steps')
      const known = Array.from({ length: at + 1 }, (_, tree) => isKnown(tree))
      expect(known.slice(-3)).not.toContain(false)
      expect(known.filter(Boolean).length).toBeLessThanOrEqual(8)
    }
  })

  it('stay while more of their tree come to be known', () => {
    const trees = createVerifiedTrees(10)
    for (let at = 0; at < 100; at += 1) {
      trees.remember('key', 'long', `node ${at}`, 'steps')
      for (const node of ['a', 'b', 'c']) trees.remember('key', `tree ${at}`, node, 'steps')
    }
    expect(trees.find('key', 'long')?.nodes.size).toBe(100)
  })

  it('stay within bounds when many trees are used in turn', () => {
    const trees = createVerifiedTrees(10)
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
    for (let at = 0; at < 800; at += 1) {
      trees.remember('key', names[at % 8] ?? '', `node ${at}`, 'steps')
      const sizes = names.map(name => trees.find('key', name)?.nodes.size ?? 0).sort((a, b) => b - a)
      const [first = 0, second = 0] = sizes
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(20 + first + second)
    }
  })
})
