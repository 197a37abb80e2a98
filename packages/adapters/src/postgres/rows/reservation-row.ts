import type { ReservationId, SessionId } from '@matchday/domain/reservation/ids'
import type { ReservationRecord } from '@matchday/domain/reservation/reservation'
import { sql } from 'slonik'
import { z } from 'zod'
import { quoted, quotedOrNull } from '../array-literal.ts'
import type { Columns } from '../columns.ts'
import { buyerSchema, categorySchema, gameSchema, holdIdSchema, isHold, siteSchema } from './ids.ts'

const isUuid = isHold as (value: unknown) => boolean

/** A row as every query of reservations names its columns. */
export const reservationSchema = z
  .object({
    id: z.custom<ReservationId>(isUuid, 'is not a UUID'),
    session: z.custom<SessionId>(isUuid, 'is not a UUID'),
    site: siteSchema,
    buyer: buyerSchema,
    email: z.string(),
    name: z.string(),
    country: z.string().nullable(),
    items: z.array(z.object({
      game: gameSchema,
      category: categorySchema,
      quantity: z.int(),
      price: z.int(),
      currency: z.string(),
      holds: z.array(z.object({ id: holdIdSchema, quantity: z.int() })),
    })),
    bodyHash: z.string(),
    createdAtMs: z.int(),
    abandonedAtMs: z.int().nullable(),
  })
  .transform(({ email, name, country, ...record }): ReservationRecord => (
    { ...record, contact: { email, name, country } }
  ))
  .describe('reservation')

/** The select list that {@link reservationSchema} reads, of a table named `r`. */
export const reservationColumns = sql.fragment`
  r.id, r.session, r.site, r.buyer, r.email, r.name, r.country, r.items, r.body_hash AS "bodyHash",
  r.created_at_ms AS "createdAtMs", r.abandoned_at_ms AS "abandonedAtMs"`

export const reservationWritten: Columns<ReservationRecord> = [
  ['id', 'uuid', record => record.id],
  ['session', 'uuid', record => record.session],
  ['created_at_ms', 'bigint', record => record.createdAtMs],
  ['site', 'text', record => quoted(record.site)],
  ['buyer', 'text', record => record.buyer],
  ['email', 'text', record => quoted(record.contact.email)],
  ['name', 'text', record => quoted(record.contact.name)],
  ['country', 'text', record => quotedOrNull(record.contact.country)],
  ['body_hash', 'text', record => quoted(record.bodyHash)],
  ['items', 'json', record => quoted(JSON.stringify(record.items))],
]
