import type { FeedFault, ToldVersion } from '@matchday/domain/feed/entry'
import type { KeptListing } from '@matchday/domain/feed/kept-listing'
import type { GameListing } from '@matchday/domain/game/listing'
import type { FeedDeadLetter, FeedPart } from '@matchday/domain/ports/kept-feed'
import type { ToldGame } from '@matchday/domain/ports/master-list-feed'
import { z } from 'zod'
import { quoted, quotedBytes } from '../array-literal.ts'
import type { Columns } from '../columns.ts'
import { base64, bytes, headersText } from './dead-letter-row.ts'
import { listingSchema } from './game-row.ts'
import { gameSchema } from './ids.ts'

const faults = {
  undecodable: 1, 'not-json': 1, 'not-one-game': 1, 'wrong-shape': 1, 'too-many-headers': 1, 'repeated-header': 1,
  'unknown-version': 1, 'bad-signature': 1, 'unknown-site': 1,
} satisfies Record<FeedFault, 1>

const isFault = (value: unknown): boolean => typeof value === 'string' && Object.hasOwn(faults, value)

export const keptListingSchema: z.ZodType<KeptListing> = z
  .object({ listing: listingSchema, aside: z.boolean(), opening: listingSchema.nullable() })
  .describe('feed_listing')

export const toldGameSchema: z.ZodType<ToldGame> = z
  .object({ game: gameSchema, version: z.int(), value: z.string() })
  .describe('feed_telling')

export const toldVersionSchema: z.ZodType<ToldVersion> = z
  .object({ game: gameSchema, version: z.int() })
  .describe('feed_telling')

/** A row as the query of dead letters names its columns. */
export const feedDeadLetterSchema = z
  .object({
    topic: z.string(),
    partition: z.int(),
    offset: z.int(),
    reason: z.custom<FeedFault>(isFault, 'is not a reason'),
    detail: z.string(),
    key: bytes.nullable(),
    value: bytes.nullable(),
    headers: z.array(z.tuple([z.string(), base64.nullable()])),
    timestampMs: z.int(),
  })
  .transform(({ key, value, headers, timestampMs, ...rest }): FeedDeadLetter & FeedPart => (
    { ...rest, raw: { key, value, headers, timestampMs } }
  ))
  .describe('feed_dead_letter')

const jsonOf = (listing: GameListing): string => quoted(JSON.stringify(listing))

export const keptListingWritten: Columns<KeptListing> = [
  ['game', 'smallint', kept => kept.listing.game],
  ['listing', 'json', kept => jsonOf(kept.listing)],
  ['aside', 'boolean', kept => String(kept.aside)],
  ['opening', 'json', kept => (kept.opening === null ? null : jsonOf(kept.opening))],
]

export const toldVersionWritten: Columns<ToldVersion> = [
  ['game', 'smallint', told => told.game],
  ['version', 'bigint', told => told.version],
]

export const feedDeadLetterWritten: Columns<FeedDeadLetter> = [
  ['feed_offset', 'bigint', letter => letter.offset],
  ['reason', 'text', letter => letter.reason],
  ['detail', 'json', letter => quoted(JSON.stringify(letter.detail))],
  ['key', 'bytea', letter => quotedBytes(letter.raw.key)],
  ['value', 'bytea', letter => quotedBytes(letter.raw.value)],
  ['headers', 'json', letter => quoted(headersText(letter.raw))],
  ['timestamp_ms', 'bigint', letter => letter.raw.timestampMs],
]
