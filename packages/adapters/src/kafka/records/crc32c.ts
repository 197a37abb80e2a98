/** Castagnoli's polynomial, reflected. `node:zlib` has only the other CRC-32. */
const polynomial = 0x82f63b78

/** Four tables in one: the n-th says what a byte does n bytes further on, so that four bytes are one step. */
const table = makeTable()

function makeTable(): Int32Array {
  const made = new Int32Array(4 * 256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1
    made[byte] = crc
  }
  for (let at = 256; at < made.length; at++) {
    const before = made[at - 256] ?? 0
    made[at] = (before >>> 8) ^ (made[before & 0xff] ?? 0)
  }
  return made
}

/** CRC-32C, Kafka's checksum of a record batch, unsigned. A millisecond a megabyte. */
export function crc32c(bytes: Buffer): number {
  let crc = -1
  let at = 0
  for (const whole = bytes.length - 3; at < whole; at += 4) {
    const word = crc ^ bytes.readInt32LE(at)
    crc = step(3, word) ^ step(2, word >>> 8) ^ step(1, word >>> 16) ^ step(0, word >>> 24)
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ step(0, crc ^ bytes.readUInt8(at))
  return ~crc >>> 0
}

const step = (distance: number, byte: number): number => table[distance * 256 + (byte & 0xff)] ?? 0
