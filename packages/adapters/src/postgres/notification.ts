import type { GameNumber } from '@matchday/domain/game/ids'
import { z } from 'zod'
import { gameSchema } from './rows/ids.ts'

/** Where a site's processes tell each other of commits; a channel is the database's own. */
export const channel = 'matchday_site'

/** Postgres carries less than 8,000 bytes. */
const payloadMax = 7_900

const schema = z.object({
  partition: z.int().min(0),
  /** Absent where nothing was folded. */
  nextOffset: z.int().min(0).optional(),
  /** The games that changed; absent where they are too many to name. */
  games: z.array(gameSchema).optional(),
  /** Version of the federation in force; absent where none is, or nothing was folded. */
  federation: z.int().optional(),
  caughtUp: z.boolean(),
})

/** What one commit tells this site's readers. */
export type SiteNotification = {
  readonly partition: number
  readonly nextOffset?: number | undefined
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
