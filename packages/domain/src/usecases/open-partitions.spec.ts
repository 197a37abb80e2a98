import { expect, it } from '@jest/globals'
import { foldRules } from '../inventory/federation.ts'
import { littleLog, littleSite } from '../testing/little-site.ts'
import { littleStore } from '../testing/little-store.ts'
import { federationOf } from '../testing/world.ts'
import { openPartitions } from './open-partitions.ts'

it('a federation is put in force where none is, or an older one, once', async () => {
  const log = littleLog()
  const store = littleStore()
  const first = littleSite(log, store, federationOf(1))
  expect(await openPartitions(first, federationOf(1))).toEqual([0])
  expect(log.entries.map(({ said }) => said)).toEqual([
    {
      kind: 'federation-published', site: 'publisher', sentAtMs: 1_000, sha256: 'federation-1', version: 1,
      rules: foldRules, partition: 0,
    },
  ])
  await first.consume()
  expect(await openPartitions(first, federationOf(1))).toEqual([])
  expect(log.entries).toHaveLength(1)
  const second = littleSite(log, store, federationOf(2))
  expect(await openPartitions(second, federationOf(2))).toEqual([0])
  await second.consume()
  expect(store.whole.partition.federation?.version).toBe(2)
  expect(await openPartitions(first, federationOf(1))).toEqual([])
})

it('each partition is looked at', async () => {
  const site = littleSite(littleLog(), littleStore(), federationOf(1))
  const copy = { ...site.copy, partition: async (partition: number) => ({
    ...await site.copy.partition(partition), partition, federation: partition === 1 ? federationOf(1) : null,
  }) }
  expect(await openPartitions({ ...site, copy }, { ...federationOf(1), partitions: 3 })).toEqual([0, 2])
})
