import { isCurrency } from '@matchday/domain/game/currency'
import { holdMaxMsMax, ticketsPerBuyerMax } from '@matchday/domain/game/master-list'
import { isSiteId } from '@matchday/domain/inventory/ids'
import { z } from 'zod'
import { readPublicKey } from '../keys/public-key.ts'

/** The wire's own bound of what one announcement may carry, and the most seats any number here can mean. */
const seatsMax = 1_000_000
const dayMs = 86_400_000

const count = (min: number, max: number) => z.int().min(min).max(max)
const id = z.string().refine(isSiteId, { error: 'is not a site id: a-z, 0-9 and hyphens, at most 32 characters' })
/** Base64 of 32 bytes; null on a log whose writers trust each other. */
const publicKey = z
  .string()
  .superRefine((text, context) => {
    const key = readPublicKey(text)
    if (!key.ok) context.addIssue({ code: 'custom', message: key.refusal })
  })
  .nullable()
const text = z.string().min(1).max(200)

const listTerms = z.strictObject({
  currency: z.string().refine(isCurrency, { error: 'is not an ISO 4217 currency such as "USD"' }),
  limits: z.strictObject({ perBuyer: count(1, ticketsPerBuyerMax), holdMaxMs: count(1, holdMaxMsMax) }),
})

/**
 * `federation.json`. Nothing in it is optional: sites agree on what it says, not on what it leaves out. But files stay
 * readable for as long as their logs: what came later may be missing, and is null then.
 */
export const federationFileSchema = z
  .strictObject({
    version: count(1, Number.MAX_SAFE_INTEGER),
    tournament: text,
    logId: text,
    partitions: count(1, 10_000),
    publisher: z.strictObject({ id, publicKey }),
    sites: z.array(z.strictObject({ id, publicKey, name: text, waits: z.boolean() })).min(1).max(1_000),
    settings: z.strictObject({
      announcedMax: count(1, seatsMax),
      announcedTtlMs: count(1, 365 * dayMs),
      clockStepMaxMs: count(1, dayMs),
      wireQuantityMax: count(1, seatsMax),
      siteHeldMax: count(1, seatsMax).nullable(),
      unsignedAnnouncements: z.boolean(),
      perBuyerTournament: count(1, seatsMax).nullable(),
    }),
    listTerms: listTerms.nullable().default(null),
  })
  .superRefine(({ sites }, context) => {
    sites.forEach((site, index) => {
      if (sites.findIndex(other => other.id === site.id) === index) return
      context.addIssue({ code: 'custom', path: ['sites', index, 'id'], message: 'is in the roster twice' })
    })
  })
