import type { FoldTools } from '@matchday/domain/inventory/state'
import type { RawRecord } from '@matchday/domain/ports/sales-log'
import { rawOf } from '../wire/raw-entry.ts'
import { headerPrefix } from '../wire/text-record.ts'
import type { NodeText, RecordPlace } from './layout.ts'
import { createHashLeaf, proofHeader, signatureHeader } from './layout.ts'
import { createRootCheck } from './root-check.ts'
import { climb, isSignature, isStep, proofLengthMax, stepLength } from './seal.ts'
import type { VerifiedTree } from './verified-trees.ts'
import { createVerifiedTrees } from './verified-trees.ts'

/** Nodes remembered: more than are on the way of any batches whose records one reader meets interleaved. */
const nodesMax = 16_384

/**
 * Whether a record of one topic is signed by a site's key. The answer depends on the record's bytes and that key alone,
 * and nothing that somebody wrote makes it throw. Who has no key has signed nothing.
 *
 * The first record of a batch costs a signature, each of the others about three hashes: what was on the way to a
 * signed root is remembered.
 *
 * @throws Error for an entry without its bytes, which a log that others write to never hands out
 */
export function createSignatureCheck(
  place: RecordPlace,
  isRootSigned = createRootCheck(place.logId),
): FoldTools['isSignedBy'] {
  const hashLeaf = createHashLeaf(place)
  const trees = createVerifiedTrees(nodesMax)
  return (entry, { publicKey }) => {
    const record = rawOf(entry)
    if (record === undefined) throw new Error(`the entry at offset ${entry.offset} came without its bytes`)
    const seal = readSeal(record)
    if (seal === null || publicKey === null) return false
    const { signature, proof } = seal
    const tree = trees.find(publicKey, signature)
    const passed: NodeText[] = []
    let node = hashLeaf(record)
    let at = 0
    while (!isKnown(tree, node, proof, at)) {
      passed.push(node)
      if (at >= proof.length) {
        if (!isSignature(signature) || !isRootSigned({ root: node, signature, publicKey })) return false
        break
      }
      if (!isStep(proof, at)) return false
      node = climb(node, proof, at)
      at += stepLength
    }
    passed.forEach((known, level) => trees.remember(publicKey, signature, known, proof.slice(level * stepLength)))
    return true
  }
}

function isKnown(tree: VerifiedTree | undefined, node: NodeText, proof: string, at: number): boolean {
  const steps = tree?.nodes.get(node)
  return steps !== undefined && steps === proof.slice(at)
}

type Seal = { readonly signature: string; readonly proof: string }

/** Null where either is missing or repeated, or a name may not have been UTF-8. Spelling is not looked at here. */
function readSeal({ headers }: RawRecord): Seal | null {
  let signature: string | null = null
  let proof: string | null = null
  for (const [name, bytes] of headers) {
    if (name === signatureHeader) {
      if (signature !== null) return null
      signature = asciiOf(bytes)
    } else if (name === proofHeader) {
      if (proof !== null) return null
      proof = asciiOf(bytes)
    } else if (name.includes(notText) && name.startsWith(headerPrefix)) return null
  }
  return signature === null || proof === null ? null : { signature, proof }
}

/** What a client makes of bytes that are not UTF-8, so that nobody can tell which they were. */
const notText = '\ufffd'

/** Bytes beyond ASCII become characters that no seal has. Null also for what is too long for one. */
function asciiOf(bytes: Uint8Array | null): string | null {
  if (bytes === null || bytes.length > proofLengthMax) return null
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return buffer.toString('latin1')
}
