import type { FoldTools } from '@matchday/domain/inventory/state'
import type { RawRecord } from '@matchday/domain/ports/sales-log'
import { rawOf } from '../wire/raw-entry.ts'
import type { NodeText, RecordPlace } from './layout.ts'
import { createHashLeaf, proofHeader, signatureHeader } from './layout.ts'
import { createRootCheck } from './root-check.ts'
import { climb, isProof, isSignature, proofLengthMax, stepLength } from './seal.ts'
import { createVerifiedNodes } from './verified-nodes.ts'

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
  const nodes = createVerifiedNodes(nodesMax)
  return (entry, { publicKey }) => {
    const record = rawOf(entry)
    if (record === undefined) throw new Error(`the entry at offset ${entry.offset} came without its bytes`)
    const seal = readSeal(record)
    if (seal === null || publicKey === null) return false
    const { signature, proof } = seal
    const groundAt = (at: number) => ({ publicKey, signature, path: proof.slice(at) })
    const climbed: NodeText[] = []
    let node = hashLeaf(record)
    for (let at = 0; !nodes.isKnown(node, groundAt(at)); at += stepLength) {
      climbed.push(node)
      if (at < proof.length) node = climb(node, proof, at)
      else if (isRootSigned({ root: node, signature, publicKey })) break
      else return false
    }
    for (const [level, passed] of climbed.entries()) nodes.remember(passed, groundAt(level * stepLength))
    return true
  }
}

type Seal = { readonly signature: string; readonly proof: string }

/** Null where either is missing, repeated, or spelled in another way; and for a name that is not UTF-8. */
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
    } else if (name.includes(notText)) return null
  }
  if (signature === null || proof === null || !isSignature(signature) || !isProof(proof)) return null
  return { signature, proof }
}

/** What a client makes of bytes that are not UTF-8, so that nobody can tell which they were. */
const notText = '\ufffd'

/** Bytes beyond ASCII become characters that no seal has; so does whatever is too long for one. */
function asciiOf(bytes: Uint8Array | null): string | null {
  if (bytes === null) return null
  if (bytes.length > proofLengthMax) return 'too long'
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}
