import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { touches } from '@matchday/domain/inventory/touches'
import { emptyPartition } from '@matchday/domain/inventory/state'
import { logOf } from '@matchday/domain/testing/world'
import { request, reservation } from '../contracts/site-said.ts'
import type { BulkPool, BulkQuery } from './bulk-pool.ts'
import { openBulkPool } from './bulk-pool.ts'
import { openGiveBacks } from './give-backs.ts'
import { decidedOf } from './hold-lookup.ts'
import { loadBuyers, loadHolds, loadPendings } from './load-queries.ts'
import { openTogether } from './open-reservations.ts'
import { siteCopyOn } from './site-copy.ts'
import { firstId, unheardQuery } from './unheard.ts'
import type { PostgresSubject } from './testing/site-subject.ts'
import { postgresSubject } from './testing/site-subject.ts'

/** A plan is made once a connection, on the first day for an empty table; it must suit ten million rows as well. */
describe('on an empty database', () => {
  let subject: PostgresSubject
  let pool: BulkPool
  beforeAll(async () => {
    subject = await postgresSubject()
    pool = openBulkPool(subject.url)
  }, 60_000)
  afterAll(async () => {
    await pool.close()
    await subject.remove()
  })

  const touched = touches(logOf([request(1)]), 0)
  /** What some work asks the database, without asking it. */
  const asked = async (work: (pool: BulkPool) => Promise<unknown>): Promise<BulkQuery> => {
    const queries: BulkQuery[] = []
    const deaf: BulkPool = { ...pool, run: query => (queries.push(query), Promise.resolve([])) }
    await work(deaf).catch(() => {})
    const [query] = queries
    if (query === undefined) throw new Error('nothing was asked')
    return query
  }

  it.each([
    ['load-holds', () => Promise.resolve(loadHolds(emptyPartition(0), touched)), ['hold_pkey', 'hold_due']],
    ['load-pendings', () => Promise.resolve(loadPendings(emptyPartition(0), touched, 5)), ['announced_pending_due']],
    ['load-buyers', () => Promise.resolve(loadBuyers(touched.buyers, false)), ['hold_buyer']],
    ['load-buyers-of-every-game', () => Promise.resolve(loadBuyers(touched.buyers, true)), ['hold_buyer']],
    ['decided', () => asked(deaf => decidedOf(deaf, [...touched.holds.values()])), ['hold_pkey', 'give_back_pkey']],
    ['give-backs', () => asked(deaf => openGiveBacks(deaf, 1)), ['hold_pkey', 'give_back_pkey']],
    ['unheard', () => Promise.resolve(unheardQuery({ createdAtMs: 0, id: firstId }, 1)), ['hold_pkey']],
    ['next-due', () => asked(deaf => siteCopyOn(deaf).nextDueMs(0)), ['hold_due']],
    ['open', () => asked(deaf => openTogether(deaf, [{ record: reservation(1), tournamentLimit: 1 }])), ['hold_buyer']],
  ])('%s is planned by index', async (_, query, indexes) => {
    const { text, values } = await query()
    const rows = await pool.run({ name: '', text: `EXPLAIN ${text}`, values })
    const plan = rows.map(([line]) => String(line)).join('\n')
    for (const index of indexes) expect(plan).toMatch(new RegExp(`Index.* using ${index} [^\n]*\n +Index Cond`))
    expect(plan).not.toMatch(/Seq Scan on (hold|announced_pending|reservation|give_back)|Materialize|Hash Join/)
  })
})
