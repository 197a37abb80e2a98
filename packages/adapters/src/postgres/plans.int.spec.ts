import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { noNotices } from '@matchday/domain/inventory/notices'
import { touches } from '@matchday/domain/inventory/touches'
import { emptyPartition } from '@matchday/domain/inventory/state'
import type { BatchCommit } from '@matchday/domain/ports/site-copy'
import { category, logOf } from '@matchday/domain/testing/world'
import { refOf, request, reservation } from '../contracts/site-said.ts'
import type { BulkPool, BulkQuery } from './bulk-pool.ts'
import { openBulkPool } from './bulk-pool.ts'
import { commit } from './commit.ts'
import { openGiveBacks } from './give-backs.ts'
import { decidedOf } from './hold-lookup.ts'
import { loadBuyers, loadHolds, loadPendings } from './load-queries.ts'
import { takeNotices } from './notices.ts'
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
    const hear = (query: BulkQuery) => (queries.push(query), Promise.resolve([]))
    const deaf: BulkPool = { ...pool, run: hear, runThen: hear }
    await work(deaf).catch(() => {})
    const [query] = queries
    if (query === undefined) throw new Error('nothing was asked')
    return query
  }

  const noticeTerms = { nowMs: 2, againBeforeMs: 1, end: 1 }
  const seen = { ...refOf(1), category: category(1), quantity: 1, price: 10, reason: 'refused' as const, count: 1 }
  const settling: BatchCommit = {
    expectedOffset: 0, deadLetters: [], giveBacks: [], notices: { owed: [], seen: [seen] }, standings: [],
    caughtUp: false,
    changes: {
      partition: emptyPartition(0), games: [], holds: [], buyers: [], pendings: [], journal: [], deadLetters: [],
      digests: [], stop: null,
    },
  }

  it.each([
    ['load-holds', () => Promise.resolve(loadHolds(emptyPartition(0), touched)), ['hold_pkey', 'hold_due']],
    ['load-pendings', () => Promise.resolve(loadPendings(emptyPartition(0), touched, 5)), ['announced_pending_due']],
    ['load-buyers', () => Promise.resolve(loadBuyers(touched.buyers, false)), ['hold_buyer']],
    ['load-buyers-of-every-game', () => Promise.resolve(loadBuyers(touched.buyers, true)), ['hold_buyer']],
    ['decided', () => asked(deaf => decidedOf(deaf, [...touched.holds.values()])), ['hold_pkey', 'give_back_pkey']],
    ['give-backs', () => asked(deaf => openGiveBacks(deaf, 1)), ['hold_pkey', 'give_back_pkey']],
    ['take-notices', () => asked(deaf => takeNotices(deaf, 0, noticeTerms, 9)), ['notice_pkey']],
    ['commit-with-notices', () => asked(deaf => commit(deaf, settling)), ['notice_hold', 'notice_pkey']],
    ['unheard', () => Promise.resolve(unheardQuery({ createdAtMs: 0, id: firstId }, 1)), ['hold_pkey']],
    ['next-due', () => asked(deaf => siteCopyOn(deaf).nextDueMs(0)), ['hold_due']],
    ['open', () => asked(deaf => openTogether(deaf, [{ record: reservation(1), tournamentLimit: 1 }])), ['hold_buyer']],
  ])('%s is planned by index', async (_, query, indexes) => {
    const { text, values } = await query()
    const rows = await pool.run({ name: '', text: `EXPLAIN ${text}`, values })
    const plan = rows.map(([line]) => String(line)).join('\n')
    for (const index of indexes) expect(plan).toMatch(new RegExp(`Index.* using ${index} [^\n]*\n +Index Cond`))
    expect(plan).not.toMatch(/Seq Scan on (hold|announced_pending|reservation|give_back|notice)|Materialize|Hash Join/)
  })

  it('a batch without notices is committed without looking for any', async () => {
    const { name, text } = await asked(deaf => commit(deaf, { ...settling, notices: noNotices }))
    expect(name).toBe('commit')
    expect(text).not.toContain('notice')
  })
})
