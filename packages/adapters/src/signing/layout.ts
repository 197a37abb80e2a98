import { hash } from 'node:crypto'
import { headerPrefix } from '../wire/text-record.ts'

/*
 * What is signed, byte by byte; sites that are not Matchday compute the same (docs/adr/0010).
 *
 *   field  = its length as u32, big-endian, then its bytes; `ffffffff` alone for null. Texts are UTF-8.
 *   leaf   = SHA-256 of 00, then the fields `matchday-record-v1`, log id, tournament, topic, key, value, then name and
 *            value of each `matchday-*` header but the signature and the proof, ascending by the bytes of the name
 *   node   = SHA-256 of 01, left, right: 32 bytes each. The odd one at the end of a level moves up as it is
 *   signed = `matchday-root-v1`, log id, root: no lengths, for the first and the last have fixed ones
 */

export const signatureHeader = 'matchday-signature'
export const proofHeader = 'matchday-proof'

/** A leaf or a node: base64url of 32 bytes, 43 characters. */
export type NodeText = string

/** The fields of a record, as bytes or as the text that these are in UTF-8. */
export type CoveredRecord = {
  readonly key: Field
  readonly value: Field
  readonly headers: readonly (readonly [name: string, value: Field])[]
}

type Field = string | Uint8Array | null

/** Where a record is: what keeps it from being moved to another topic, log or tournament. */
export type RecordPlace = { readonly logId: string; readonly tournament: string; readonly topic: string }

export type HashLeaf = (record: CoveredRecord) => NodeText

/** Most records fit in here; a larger one has a buffer made for it. */
const scratchBytes = 16 * 1_024

/** Hashes records of one topic. Every record passes through twice, so what they share is written down once. */
export function createHashLeaf({ logId, tournament, topic }: RecordPlace): HashLeaf {
  const shared = ['matchday-record-v1', logId, tournament, topic]
  const scratch = Buffer.alloc(shared.reduce((size, field) => size + bytesAtMost(field), 1) + scratchBytes)
  const start = shared.reduce((at, field) => writeField(scratch, at, field), 1)
  return ({ key, value, headers }) => {
    const covered = headers.filter(isCovered)
    if (covered.length > 1) covered.sort(byName)
    let size = start + bytesAtMost(key) + bytesAtMost(value)
    for (const [name, field] of covered) size += bytesAtMost(name) + bytesAtMost(field)
    const bytes = size <= scratch.length ? scratch : Buffer.concat([scratch.subarray(0, start)], size)
    let at = writeField(bytes, writeField(bytes, start, key), value)
    for (const [name, field] of covered) at = writeField(bytes, writeField(bytes, at, name), field)
    return hash('sha256', bytes.subarray(0, at), 'base64url')
  }
}

type Header = CoveredRecord['headers'][number]

const isCovered = ([name]: Header): boolean =>
  name.startsWith(headerPrefix) && name !== signatureHeader && name !== proofHeader

/** UTF-16 sorts as UTF-8 does but for surrogates, which sort before what they should come after. */
const byName = ([a]: Header, [b]: Header): number =>
  surrogate.test(a) || surrogate.test(b) ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : a < b ? -1 : 1

const surrogate = /[\ud800-\udfff]/

/** A UTF-16 unit is three bytes of UTF-8 at most. */
const bytesAtMost = (field: Field): number => 4 + (typeof field === 'string' ? field.length * 3 : (field?.length ?? 0))

function writeField(bytes: Buffer, at: number, field: Field): number {
  if (field === null) return writeLength(bytes, at, 0xffff_ffff)
  const start = at + 4
  if (typeof field !== 'string') bytes.set(field, start)
  const length = typeof field === 'string' ? bytes.write(field, start, 'utf8') : field.length
  return writeLength(bytes, at, length) + length
}

/** As `writeUInt32BE`, which looks at its arguments for longer than it takes to write them. */
function writeLength(bytes: Buffer, at: number, length: number): number {
  bytes[at] = length >>> 24
  bytes[at + 1] = length >>> 16
  bytes[at + 2] = length >>> 8
  bytes[at + 3] = length
  return at + 4
}

const node = Buffer.alloc(1 + 32 + 32, 1)

/** The node over two others. */
export function hashNode(left: NodeText, right: NodeText): NodeText {
  node.write(left, 1, 32, 'base64url')
  node.write(right, 33, 32, 'base64url')
  return hash('sha256', node, 'base64url')
}

/** What a key signs for a whole tree. */
export const signedBytes = (logId: string, root: NodeText): Buffer =>
  Buffer.concat([Buffer.from('matchday-root-v1'), Buffer.from(logId), Buffer.from(root, 'base64url')])
