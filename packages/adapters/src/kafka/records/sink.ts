import { Undecodable } from './undecodable.ts'

/** Where decompressed bytes go: grows with them, and never beyond its bound. */
export type Sink = {
  /** Room for `length` bytes more. @throws Undecodable when that is beyond the bound */
  readonly reserve: (length: number) => void
  /** Append `source` from `start` up to `end`; there must be room. */
  readonly put: (source: Buffer, start: number, end: number) => void
  /** Append `length` bytes that were put `distance` bytes ago; the two may overlap. There must be room. */
  readonly repeat: (distance: number, length: number) => void
  readonly length: () => number
  readonly bytes: () => Buffer
}

export function createSink(max: number, expected: number): Sink {
  let kept = Buffer.allocUnsafe(Math.min(max, expected))
  let length = 0
  return {
    reserve: more => {
      const needed = length + more
      if (needed > max) throw new Undecodable(`swells past ${max} bytes`)
      if (needed <= kept.length) return
      const larger = Buffer.allocUnsafe(Math.min(max, Math.max(needed, 2 * kept.length)))
      kept.copy(larger, 0, 0, length)
      kept = larger
    },
    put: (source, start, end) => {
      source.copy(kept, length, start, end)
      length += end - start
    },
    repeat: (distance, count) => {
      const from = length - distance
      // What is copied may be what this copy made: each round copies all there is, twice as much as the last.
      for (let done = 0; done < count;) {
        const size = Math.min(count - done, distance + done)
        kept.copyWithin(length + done, from, from + size)
        done += size
      }
      length += count
    },
    length: () => length,
    bytes: () => kept.subarray(0, length),
  }
}
