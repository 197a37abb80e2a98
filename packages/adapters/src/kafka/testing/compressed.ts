import fc from 'fast-check'

/** What both formats are made of: bytes as they are, and copies of what came before. */
export type Step = { readonly literal: Buffer } | { readonly distance: number; readonly length: number }

export const literalOf = (text: string): Step => ({ literal: Buffer.from(text) })

/** Steps that fit behind each other; each copy reaches back by a part of what there is, at least one byte. */
export const steps = (lengthMin: number, lengthMax: number): fc.Arbitrary<Step[]> =>
  fc.array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.double({ min: 0, max: 1, noNaN: true }),
    fc.integer({ min: lengthMin, max: lengthMax })), { minLength: 1, maxLength: 8 }).map(drawn => {
    let size = 0
    return drawn.flatMap(([literal, part, length]): Step[] => {
      size += literal.length
      const distance = Math.max(1, Math.ceil(part * Math.min(size, 65_535)))
      size += length
      return [{ literal: Buffer.from(literal) }, { distance, length }]
    })
  })

/** What they say, byte by byte. */
export function plainOf(all: readonly Step[]): Buffer {
  const bytes: number[] = []
  for (const step of all) {
    if ('literal' in step) bytes.push(...step.literal)
    else for (let at = 0; at < step.length; at++) bytes.push(bytes[bytes.length - step.distance] ?? 0)
  }
  return Buffer.from(bytes)
}

/** A raw block; copies of 1 to 64 bytes. */
export function snappyBlock(all: readonly Step[]): Buffer {
  const parts = all.map(step => {
    if ('literal' in step) {
      const length = Buffer.alloc(2)
      length.writeUInt16LE(step.literal.length - 1)
      return Buffer.concat([Buffer.of(61 << 2), length, step.literal])
    }
    const distance = Buffer.alloc(4)
    distance.writeUInt32LE(step.distance)
    const isShort = step.length >= 4 && step.length <= 11 && step.distance < 2_048
    return isShort
      ? Buffer.of(((step.distance >>> 8) << 5) | ((step.length - 4) << 2) | 1, step.distance & 0xff)
      : Buffer.concat([Buffer.of(((step.length - 1) << 2) | 3), distance])
  })
  return Buffer.concat([leb128(plainOf(all).length), ...parts])
}

/** In Java's framing, one block. */
export const xerial = (...blocks: readonly Buffer[]): Buffer =>
  Buffer.concat([xerialHeader, ...blocks.flatMap(block => [u32be(block.length), block])])

const xerialHeader = Buffer.from('82534e41505059000000000100000001', 'hex')

/** A block: literal and copy in turn, 4 bytes or more each, and a literal at the end. */
export function lz4Block(all: readonly Step[], last: Buffer): Buffer {
  const parts: Buffer[] = []
  let literal = Buffer.alloc(0)
  for (const step of all) {
    if ('literal' in step) {
      literal = Buffer.concat([literal, step.literal])
      continue
    }
    const distance = Buffer.of(step.distance & 0xff, step.distance >>> 8)
    parts.push(sequence(literal, step.length - 4), distance, more(step.length - 4))
    literal = Buffer.alloc(0)
  }
  return Buffer.concat([...parts, sequence(Buffer.concat([literal, last]), 0)])
}

/** One frame; blocks that may reach into each other. */
export const lz4Frame = (...blocks: readonly Buffer[]): Buffer =>
  Buffer.concat([lz4Header, ...blocks.flatMap(block => [u32le(block.length), block]), u32le(0)])

const lz4Header = Buffer.from('04224d18407000', 'hex')

const sequence = (literal: Buffer, length: number): Buffer =>
  Buffer.concat([Buffer.of((Math.min(15, literal.length) << 4) | Math.min(15, length)), more(literal.length), literal])

const more = (length: number): Buffer => {
  const rest = length - 15
  return rest < 0 ? Buffer.alloc(0) : Buffer.concat([Buffer.alloc(Math.floor(rest / 255), 0xff), Buffer.of(rest % 255)])
}

function leb128(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ;) {
    if (rest < 0x80) return Buffer.from([...bytes, rest])
    bytes.push((rest % 0x80) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
}

const u32be = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
export const u32le = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
