import { describe, expect, it } from '@jest/globals'
import { game } from '../testing/world.ts'
import { homePartition, murmur2 } from './home-partition.ts'

describe('murmur2', () => {
  // The vectors of Apache Kafka's own UtilsTest; then game numbers, as Kafka's Utils hashes them in Akka's Murmur2Spec.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
    ['1', -1993445489],
    ['12', 126087238],
    ['123', -267702483],
    ['1234', -1614185708],
  ])('of "%s" is what Kafka\'s clients compute', (text, hash) => {
    expect(murmur2(text)).toBe(hash)
  })
})

describe('the home partition of a game', () => {
  it('is the only one there is', () => {
    expect(homePartition(game(64), 1)).toBe(0)
  })

  it.each([[21, 7], [21, 3], [1, 12], [9_999, 12]])('of game %d is one of %d', (number, partitions) => {
    // Kafka's clients clear the sign bit; unsigned shift and mask are one way, arithmetic another.
    const hash = murmur2(String(number))
    const positive = hash < 0 ? hash + 2 ** 31 : hash
    expect(homePartition(game(number), partitions)).toBe(positive % partitions)
  })

  it('spreads a tournament over all partitions', () => {
    const used = new Set(Array.from({ length: 64 }, (_, index) => homePartition(game(index + 1), 12)))
    expect([...used].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  })
})
