import { basketLinesMax } from '@matchday/domain/reservation/basket'
import { z } from 'zod'
import { money, price } from './money.ts'
import { categoryNumber, gameNumber, instant, quantity } from './numbers.ts'

/**
 * One `@`, a domain of two labels or more, in any script. Whether the address takes mail only sending some can tell.
 */
const emailPattern = /^[^\s@<>()[\]\\,;:"]{1,64}@[\p{L}\p{M}\p{N}-]+(\.[\p{L}\p{M}\p{N}-]+)+$/u

const email = z
  .string({ error: 'must be an e-mail address' })
  .trim()
  .max(254, 'must be 254 characters or fewer')
  .regex(emailPattern, 'must be an e-mail address')
  .meta({ example: 'ana@example.com' })

const personName = z
  .string({ error: 'must be a name' })
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must be 200 characters or fewer')
  .regex(/^\P{Cc}*$/u, 'must not have control characters')
  .meta({ example: 'Ana Silva' })

const country = z
  .string({ error: 'must be a country code such as BR' })
  .regex(/^[A-Z]{2}$/, 'must be a country code such as BR')
  .nullable()
  .meta({ description: 'ISO 3166-1 alpha-2', example: 'BR' })

const item = z
  .strictObject({ game: gameNumber, category: categoryNumber, quantity }, { error: 'must be an object' })
  .meta({ id: 'BasketItem' })

export const placeReservation = z
  .strictObject(
    {
      items: z
        .array(item, { error: 'must be a list of items' })
        .min(1, 'must have an item')
        .max(basketLinesMax, `must have ${basketLinesMax} items or fewer`)
        .meta({ description: 'All are reserved or none is; several of one game and category are added up' }),
      buyer: z.strictObject({ email, name: personName, country: country.optional() }, { error: 'must be an object' }),
    },
    { error: 'must be an object' },
  )
  .meta({ id: 'PlaceReservation' })

export const reservationState = z
  .enum(['requested', 'held', 'refused', 'confirmed', 'expired', 'released', 'refunded', 'abandoned'])
  .meta({
    description:
      'requested: not decided yet. held: yours until expiresAt. refused: nothing is held. confirmed: paid for. ' +
      'abandoned: it never reached the log, nothing was held',
  })

const reservedItem = z
  .object({ game: gameNumber, category: categoryNumber, quantity, price })
  .meta({ id: 'ReservedItem' })

const refusedItem = z
  .object({
    game: gameNumber,
    category: categoryNumber,
    type: z.string().meta({ description: 'Why, for a program; one of /problems', example: '/problems/sold-out' }),
    reason: z.string().meta({ description: 'Why, for a person', example: '1 seat is left' }),
  })
  .meta({ id: 'RefusedItem' })

export const reservation = z
  .object({
    id: z.uuid(),
    state: reservationState,
    createdAt: instant,
    expiresAt: instant.optional().meta({ description: 'While held: when the earliest of its holds ends' }),
    secondsLeft: z.int().min(0).optional().meta({ description: 'While held: until expiresAt', example: 600 }),
    items: z.array(reservedItem),
    total: money.nullable().meta({ description: 'Of all items; null where they are in several currencies' }),
    buyer: z.object({ email: z.string(), name: z.string(), country: z.string().nullable() }),
    refused: z.array(refusedItem).optional().meta({ description: 'While refused: the items that could not be had' }),
  })
  .meta({ id: 'Reservation' })

export const placedReservation = z
  .object({
    ...reservation.shape,
    token: z.string().meta({ description: 'Send it as Bearer to see and change your reservations' }),
  })
  .meta({ id: 'PlacedReservation' })

export const reservationList = z.object({ reservations: z.array(reservation) }).meta({ id: 'ReservationList' })

export type PlaceReservation = z.output<typeof placeReservation>
export type ReservationBody = z.output<typeof reservation>
export type PlacedReservationBody = z.output<typeof placedReservation>
