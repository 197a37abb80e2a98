import { describe, expect, it } from '@jest/globals'
import type { Federation } from '../inventory/federation.ts'
import type { PartitionState } from '../inventory/state.ts'
import { littleLog, littleSite } from '../testing/little-site.ts'
import { littleStore } from '../testing/little-store.ts'
import { federationOf, site } from '../testing/world.ts'
import { openPartitions } from './open-partitions.ts'
import { planFederation, publishFederation, speaksFor } from './publish-federation.ts'

const opener = { id: site('publisher'), publicKey: 'publisher-key' }
const publishing = { publicKey: 'publisher-key', opener }
const at = (partition: number, federation: Federation | null): PartitionState =>
  ({ partition, federation, nextOffset: 0, logTimeMs: 0 })

describe('a version that is to be published', () => {
  const second = federationOf(2)

  it('waits for the partitions that have none, or an older one', () => {
    const states = [at(0, null), at(1, federationOf(1)), at(2, second)]
    expect(planFederation(states, second, publishing)).toEqual({ ok: true, value: [0, 1] })
    expect(planFederation([at(0, second)], second, publishing)).toEqual({ ok: true, value: [] })
  })

  it.each([
    ['version-passed', federationOf(3), { inForce: 3 }],
    ['version-taken', { ...second, sha256: 'another' }, { sha256: 'another' }],
    ['moved', { ...federationOf(1), tournament: 'bowl' }, { what: 'tournament', inForce: 'bowl' }],
    ['moved', { ...federationOf(1), logId: 'other' }, { what: 'logId', inForce: 'other' }],
    ['moved', { ...federationOf(1), partitions: 5 }, { what: 'partitions', inForce: 5 }],
  ])('is refused: %s', (kind, inForce, detail) => {
    expect(planFederation([at(0, null), at(4, inForce)], second, publishing)).toEqual({
      ok: false,
      refusal: { kind, partition: 4, ...detail },
    })
  })

  it('is for the publisher in force to say, and for the first where there is none', () => {
    const heir = { id: site('heir'), publicKey: 'key-heir' }
    const next = { ...second, publisher: heir }
    for (const publicKey of [null, 'key-heir']) {
      for (const state of [at(0, null), at(0, federationOf(1))]) {
        expect(planFederation([state], next, { publicKey, opener })).toMatchObject({
          refusal: { kind: 'not-the-publisher', partition: 0, publisher: opener },
        })
      }
    }
    expect(planFederation([at(0, null), at(1, federationOf(1))], next, publishing).ok).toBe(true)
    expect(planFederation([at(0, next)], federationOf(3), publishing)).toMatchObject({ refusal: { publisher: heir } })
  })

  it('is for anyone to say where nothing is signed', () => {
    expect(speaksFor({ id: site('publisher'), publicKey: null }, null)).toBe(true)
    expect(speaksFor(opener, null)).toBe(false)
    expect(speaksFor(opener, 'another')).toBe(false)
    expect(speaksFor(opener, 'publisher-key')).toBe(true)
  })
})

describe('publishing', () => {
  it('tells where the copy stands once it has folded what was said', async () => {
    const [log, store] = [littleLog(), littleStore()]
    const first = littleSite(log, store, federationOf(1))
    expect(await publishFederation(first, federationOf(1))).toEqual([{ partition: 0, isInForce: true, version: 1 }])
    expect(log.entries).toHaveLength(1)
    expect(await publishFederation(first, federationOf(1))).toEqual([{ partition: 0, isInForce: true, version: 1 }])
    expect(log.entries).toHaveLength(1)
  })

  it('tells of a copy that cannot go on: its consumer lacks the file', async () => {
    const [log, store] = [littleLog(), littleStore()]
    const behind = littleSite(log, store, federationOf(1))
    await publishFederation(behind, federationOf(1))
    expect(await publishFederation(behind, federationOf(2))).toEqual([{ partition: 0, isInForce: false, version: 1 }])
    expect(await publishFederation(littleSite(littleLog(), littleStore(), federationOf(2)), federationOf(1))).toEqual([
      { partition: 0, isInForce: false, version: null },
    ])
  })

  it('is done by the publisher in force, who hands over to the next', async () => {
    const [log, store] = [littleLog(), littleStore()]
    const heir = { id: site('heir'), publicKey: 'key-heir' }
    await publishFederation(littleSite(log, store, federationOf(1)), federationOf(1))
    const second = { ...federationOf(2), publisher: heir }
    expect(await publishFederation(littleSite(log, store, second), second)).toMatchObject([{ isInForce: true }])
    const third = { ...federationOf(3), publisher: heir }
    expect(await publishFederation(littleSite(log, store, third), third)).toMatchObject([{ isInForce: true }])
    expect(log.entries.map(({ said }) => 'site' in said && said.site)).toEqual(['publisher', 'publisher', 'heir'])
    expect(await openPartitions(littleSite(log, store, third), third)).toEqual([])
  })
})
