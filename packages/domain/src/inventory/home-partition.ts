import type { GameNumber } from '../game/ids.ts'

const seed = 0x9747b28c
const multiplier = 0x5bd1e995

const scramble = (word: number): number => {
  const product = Math.imul(word, multiplier)
  return Math.imul(product ^ (product >>> 24), multiplier)
}

/** murmur2 as Kafka's own clients compute it, of a text of ASCII characters. Source: A. Appleby, MurmurHash2. */
export function murmur2(text: string): number {
  let hash = seed ^ text.length
  const whole = text.length & ~3
  for (let at = 0; at < whole; at += 4) {
    const word =
      text.charCodeAt(at) |
      (text.charCodeAt(at + 1) << 8) |
      (text.charCodeAt(at + 2) << 16) |
      (text.charCodeAt(at + 3) << 24)
    hash = Math.imul(hash, multiplier) ^ scramble(word)
  }
  if (whole < text.length) {
    for (let at = text.length - 1; at >= whole; at--) hash ^= text.charCodeAt(at) << (8 * (at - whole))
    hash = Math.imul(hash, multiplier)
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier)
  return hash ^ (hash >>> 15)
}

/** The one partition in which a game's records count: the one Kafka gives the game number as a text key. */
export const homePartition = (game: GameNumber, partitions: number): number =>
  partitions === 1 ? 0 : (murmur2(String(game)) & 0x7fffffff) % partitions
