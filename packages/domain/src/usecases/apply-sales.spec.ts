import { describe, expect, it } from '@jest/globals'
import type { DigestStanding } from '../inventory/digest-standing.ts'
import type { LogEntry, Said } from '../inventory/entry.ts'
import type { SiteId } from '../inventory/ids.ts'
import { holdKey } from '../inventory/ids.ts'
import type { WholePartition } from '../inventory/whole.ts'
import { applyChanges, emptyWhole, readWhole } from '../inventory/whole.ts'
import type { RawRecord } from '../ports/sales-log.ts'
import type { BatchCommit, SiteCopy } from '../ports/site-copy.ts'
import { buyer, category, federationOf, game, hold, listed, logOf, opening, site, toolsFor } from '../testing/world.ts'
import { applySales } from './apply-sales.ts'

const terms = { site: site('a'), sentAtMs: null, category: category(1), quantity: 2, price: 10 }
const asks = (number: number, of = 1): Said => ({
  kind: 'hold-requested', ...terms, hold: hold(number), game: game(of), buyer: buyer(1), ttlMs: null, country: null,
})
const releases = (number: number): Said => ({
  kind: 'release-requested', ...terms, hold: hold(number), game: game(1), reason: 'released', seats: null,
})

const rawOf = (offset: number): RawRecord => ({ key: null, value: null, headers: [], timestampMs: offset })
const chunkOf = (entries: readonly LogEntry[], end = entries.length) =>
  ({ entries, rawOf, end, next: (entries.at(-1)?.offset ?? -1) + 1 })

/** A copy held in memory; `whole` may be moved on under the batch, as another consumer does. */
function sceneOf(federation = federationOf(1)) {
  const whole: WholePartition = emptyWhole(0)
  const commits: BatchCommit[] = []
  const known = { own: new Map<number, string>(), standings: new Map<SiteId, DigestStanding>() }
  const copy = {
    partition: () => Promise.resolve(whole.partition),
    load: (partition, touched) => {
      const state = { ...readWhole(whole, touched), partition }
      return Promise.resolve({ state, buyerTotals: new Map([[buyer(1), 0]]), digests: known })
    },
    commit: batch => {
      if (batch.expectedOffset !== whole.partition.nextOffset) return Promise.resolve('stale' as const)
      applyChanges(whole, batch.changes)
      commits.push(batch)
      return Promise.resolve('committed' as const)
    },
  } satisfies Partial<SiteCopy> as unknown as SiteCopy
  return { whole, commits, known, ports: { site: site('a'), copy, tools: toolsFor(federation) } }
}

const opened = [opening(), listed(1, { 1: 10 }), listed(1, { 1: 10 }, { number: 2 })]

describe('applying a chunk of the log', () => {
  it('writes rows, dead letters with their bytes, and where the partition stands', async () => {
    const { whole, commits, ports } = sceneOf()
    const entries = logOf([asks(9), ...opened, asks(1)])
    const applied = await applySales(ports, whole.partition, chunkOf(entries))
    expect(applied).toMatchObject({ kind: 'applied', giveBacks: 0, changes: { partition: { nextOffset: 5 } } })
    expect(whole.holds.size).toBe(1)
    expect(commits).toMatchObject([
      { expectedOffset: 0, caughtUp: true, deadLetters: [{ offset: 0, reason: 'no-federation', raw: rawOf(0) }] },
    ])
  })

  it('is not caught up while more records wait', async () => {
    const { whole, commits, ports } = sceneOf()
    await applySales(ports, whole.partition, chunkOf(logOf(opened), 4))
    expect(commits).toMatchObject([{ caughtUp: false }])
  })

  it('passes over a gap at the end of the log, and is caught up behind it', async () => {
    const { whole, commits, ports } = sceneOf()
    await applySales(ports, whole.partition, { ...chunkOf(logOf(opened), 6), next: 6 })
    await applySales(ports, whole.partition, { ...chunkOf([], 8), next: 8 })
    expect(whole.partition.nextOffset).toBe(8)
    expect(commits).toMatchObject([
      { expectedOffset: 0, caughtUp: true },
      { expectedOffset: 6, caughtUp: true, changes: { journal: [], partition: { logTimeMs: 1_002 } } },
    ])
  })

  it('gives back grants over the limit per tournament', async () => {
    const { whole, commits, ports } = sceneOf(federationOf(1, { perBuyerTournament: 3 }))
    const applied = await applySales(ports, whole.partition, chunkOf(logOf([...opened, asks(1), asks(2, 2)])))
    expect(applied).toMatchObject({ giveBacks: 1 })
    expect(commits[0]?.giveBacks).toEqual([{ game: 2, site: 'a', id: hold(2) }])
  })

  it('stands before a record that stops the fold, whatever the chunk went on to', async () => {
    const { whole, ports } = sceneOf()
    const stopped = await applySales(ports, whole.partition, chunkOf(logOf([...opened, opening(9), asks(1)])))
    expect(stopped).toMatchObject({ changes: { stop: { offset: 3 }, partition: { nextOffset: 3 } } })
  })

  it('keeps, and tells, how a site stands that stated its digest', async () => {
    const { whole, commits, known, ports } = sceneOf()
    known.own.set(2, 'ours')
    const said: Said = {
      kind: 'digest-stated', site: site('b'), sentAtMs: null, partition: 0, state: 'theirs', at: 2,
    }
    await applySales(ports, whole.partition, chunkOf(logOf(opened)))
    const applied = await applySales(ports, whole.partition, chunkOf(logOf([said], { firstOffset: 3 })))
    const standing = { site: 'b', statedAt: 3, at: 2, theirs: 'theirs', ours: 'ours', equalAt: null, differsFrom: 2 }
    expect(applied).toMatchObject({ standings: [standing] })
    expect(commits).toMatchObject([{ standings: [] }, { standings: [standing] }])
  })

  it('changes nothing where another consumer went ahead', async () => {
    const { whole, commits, ports } = sceneOf()
    const before = whole.partition
    await applySales(ports, before, chunkOf(logOf(opened)))
    expect(await applySales(ports, before, chunkOf(logOf(opened)))).toEqual({ kind: 'stale' })
    expect(commits).toHaveLength(1)
  })

  it('takes rows that are ahead of their partition for another consumer, not for a broken invariant', async () => {
    const { whole, ports } = sceneOf()
    await applySales(ports, whole.partition, chunkOf(logOf([...opened, asks(1)])))
    const before = whole.partition
    const breakRows = (): void => {
      const stock = whole.games.get(game(1))
      const first = stock?.categories.get(category(1))
      if (stock === undefined || first === undefined) throw new Error('not on sale')
      whole.games.set(game(1), { ...stock, categories: new Map([[category(1), { ...first, held: 0 }]]) })
    }
    breakRows()
    const release = chunkOf(logOf([releases(1)], { firstOffset: 4, fromMs: 1_010 }))
    await expect(applySales(ports, before, release)).rejects.toThrow('counted out twice')
    whole.partition = { ...before, nextOffset: 5 }
    expect(await applySales(ports, before, release)).toEqual({ kind: 'stale' })
    expect(whole.holds.get(holdKey({ game: game(1), site: site('a'), id: hold(1) }))?.state).toBe('held')
  })
})
