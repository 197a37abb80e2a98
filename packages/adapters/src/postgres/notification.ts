import type { GameNumber } from '@matchday/domain/game/ids'
import type { BatchCommit } from '@matchday/domain/ports/site-copy'
import { z } from 'zod'
import type { BulkQuery } from './bulk-pool.ts'
import { gameSchema } from './rows/ids.ts'

/** Where a site's processes tell each other of commits; a channel is the database's own. */
export const channel = 'matchday_site'

/** Postgres carries less than 8,000 bytes. */
const payloadMax = 7_900

const schema = z.object({
  partition: z.int().min(0),
  /** Where the batch started; absent where nothing was folded. */
  from: z.int().min(0).optional(),
  nextOffset: z.int().min(0),
  /** The games that changed; absent where nothing was folded, or where they are too many to name. */
  games: z.array(gameSchema).optional(),
  /** Version of the federation in force. */
  federation: z.int().optional(),
  caughtUp: z.boolean(),
})

/** What a commit, or a look at the end of the log, tells this site's readers. */
export type SiteNotification = {
  readonly partition: number
  readonly from?: number | undefined
  readonly nextOffset: number
  readonly games?: readonly GameNumber[] | undefined
  readonly federation?: number | undefined
  readonly caughtUp: boolean
}

export function payloadOf(notification: SiteNotification): string {
  const payload = JSON.stringify(notification)
  return payload.length <= payloadMax ? payload : JSON.stringify({ ...notification, games: undefined })
}

/** Null where it is none of ours: anybody who may connect may notify. */
export function readPayload(payload: string): SiteNotification | null {
  try {
    return schema.parse(JSON.parse(payload))
  } catch {
    return null
  }
}

/**
 * Sent right behind the commit instead of in it: a transaction that notifies commits under a lock of the whole server,
 * held until the disk has answered, so that the commits of every site on it would wait in one line. It says nothing
 * unless the partition stands there by then. One that is lost with its process shows in the next: it starts elsewhere
 * than the last one heard ended.
 */
export const tellOfCommit = ({ expectedOffset, changes, caughtUp }: BatchCommit): BulkQuery => {
  const { partition, nextOffset, federation } = changes.partition
  const games = changes.games.map(({ game }) => game)
  return {
    name: 'tell-of-commit',
    text: `SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)
      FROM partition_state WHERE partition = $3 AND next_offset >= $4`,
    values: [
      channel,
      payloadOf({ partition, from: expectedOffset, nextOffset, games, federation: federation?.version, caughtUp }),
      partition, nextOffset,
    ],
  }
}

/** The partition stands at the end of the log, and here. */
export const tellOfEnd = (partition: number): BulkQuery => ({
  name: 'tell-of-end',
  text: `SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, json_build_object(
      'partition', $2::integer, 'caughtUp', true,
      'nextOffset', coalesce((SELECT next_offset FROM partition_state WHERE partition = $2), 0)
    )::text)`,
  values: [channel, partition],
})
