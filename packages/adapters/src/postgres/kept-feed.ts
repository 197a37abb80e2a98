import type { FeedDesk, KeptFeed, Untold } from '@matchday/domain/ports/kept-feed'
import { tellTriesMax } from '@matchday/domain/ports/kept-feed'
import { sql } from 'slonik'
import { z } from 'zod'
import { arrayOf } from './array-literal.ts'
import type { BulkPool } from './bulk-pool.ts'
import { commitFeed } from './commit-feed.ts'
import { reaching } from './database-fault.ts'
import type { OrdinaryPool } from './ordinary-pool.ts'
import { readCatalogue } from './read-catalogue.ts'
import { feedDeadLetterSchema, keptListingSchema, toldGameSchema, toldVersionSchema } from './rows/feed-row.ts'

const placeSchema = z.object({ nextOffset: z.int() }).describe('feed_position')

export type FeedPools = { readonly bulk: BulkPool; readonly ordinary: OrdinaryPool }

/** What the publisher's site keeps of the master-list topic, in Postgres. */
export const keptFeedOn = ({ bulk, ordinary }: FeedPools): KeptFeed => ({
  position: async ({ topic, partition }) => {
    const [row] = await ordinary.rows(sql.type(placeSchema)`
      SELECT p.next_offset AS "nextOffset" FROM feed_position p
      WHERE p.topic = ${topic} AND p.partition = ${partition}`)
    return row?.nextOffset ?? 0
  },
  games: numbers => reaching(async () => (await readCatalogue(bulk, numbers)).games),
  listings: async numbers => {
    const rows = await ordinary.rows(sql.type(keptListingSchema)`
      SELECT l.listing, l.aside, l.opening FROM feed_listing l
      WHERE l.game = ANY (${arrayOf(numbers, game => game)}::smallint[])`)
    return new Map(rows.map(kept => [kept.listing.game, kept]))
  },
  commit: batch => reaching(() => commitFeed(bulk, batch)),
  untold: async max => (await untoldOf({ bulk, ordinary })).slice(0, max),
  take: async ({ game, version, value }, nowMs) => {
    const taken = await ordinary.rows(sql.type(toldVersionSchema)`
      INSERT INTO feed_telling AS t (game, version, value, seen, taken_at_ms, tries)
      VALUES (${game}, ${version}, ${value}, ${value === null}, ${nowMs}, 1)
      ON CONFLICT (game) DO UPDATE SET
        version = excluded.version, value = excluded.value, seen = excluded.seen, taken_at_ms = excluded.taken_at_ms,
        tries = 1
      WHERE t.version < excluded.version
      RETURNING t.game, t.version`)
    return taken.length === 1
  },
  retake: ({ nowMs, againBeforeMs }) =>
    ordinary.rows(sql.type(toldGameSchema)`
      UPDATE feed_telling t SET taken_at_ms = ${nowMs}, tries = t.tries + 1
      WHERE NOT t.seen AND (t.taken_at_ms IS NULL OR t.taken_at_ms < ${againBeforeMs}) AND t.tries < ${tellTriesMax}
      RETURNING t.game, t.version, t.value`),
  leave: async told => {
    for (const { game, version } of told) {
      await ordinary.rows(sql.type(toldVersionSchema)`
        UPDATE feed_telling t SET taken_at_ms = NULL, tries = t.tries - 1
        WHERE t.game = ${game} AND t.version = ${version}`)
    }
  },
})

/** Versions are compared here: in SQL, a list could hold characters that make Postgres refuse to look into it. */
async function untoldOf({ bulk, ordinary }: FeedPools): Promise<Untold[]> {
  const [{ games }, told, kept] = await Promise.all([
    reaching(() => readCatalogue(bulk, null)),
    ordinary.rows(sql.type(toldVersionSchema)`SELECT t.game, t.version FROM feed_telling t`),
    ordinary.rows(sql.type(keptListingSchema)`
      SELECT l.listing, l.aside, l.opening FROM feed_listing l WHERE l.opening IS NOT NULL`),
  ])
  const versions = new Map(told.map(({ game, version }) => [game, version]))
  const openings = new Map(kept.map(({ listing, opening }) => [listing.game, opening]))
  return [...games.values()]
    .filter(({ game, list }) => list !== null && list.version > (versions.get(game) ?? 0))
    .sort((a, b) => a.game - b.game)
    .map(stock => ({ stock, opening: openings.get(stock.game) ?? null }))
}

const statusSchema = z
  .object({
    positions: z.array(z.object({ topic: z.string(), partition: z.int(), nextOffset: z.int() })),
    deadLetters: z.int(),
    unseen: z.int(),
  })
  .describe('feed_position')

/** What its operator looks at and decides, in Postgres. */
export const feedDeskOn = (pools: FeedPools): FeedDesk => ({
  status: async () => {
    const [untold, [status]] = await Promise.all([
      untoldOf(pools),
      pools.ordinary.rows(sql.type(statusSchema)`
        SELECT
          (SELECT count(*) FROM feed_dead_letter) AS "deadLetters",
          (SELECT count(*) FROM feed_telling WHERE NOT seen) AS unseen,
          (SELECT coalesce(json_agg(json_build_object(
            'topic', p.topic, 'partition', p.partition, 'nextOffset', p.next_offset
          ) ORDER BY p.topic, p.partition), '[]') FROM feed_position p) AS positions`),
    ])
    if (status === undefined) throw new Error('a query of aggregates has no row')
    const { positions, deadLetters, unseen } = status
    return { positions, deadLetters, untold: untold.length + unseen }
  },
  asides: () =>
    pools.ordinary.rows(sql.type(keptListingSchema)`
      SELECT l.listing, l.aside, l.opening FROM feed_listing l WHERE l.aside ORDER BY l.game`),
  dismiss: async games => {
    await pools.ordinary.rows(sql.type(z.object({}))`
      UPDATE feed_listing SET aside = false WHERE game = ANY (${arrayOf(games, game => game)}::smallint[])`)
  },
  deadLetters: max =>
    pools.ordinary.rows(sql.type(feedDeadLetterSchema)`
      SELECT d.topic, d.partition, d.feed_offset AS "offset", d.reason, d.detail, d.key, d.value, d.headers,
        d.timestamp_ms AS "timestampMs"
      FROM feed_dead_letter d ORDER BY d.timestamp_ms DESC, d.topic, d.partition, d.feed_offset DESC LIMIT ${max}`),
})
