import { stages } from '@matchday/domain/game/stage'
import { z } from 'zod'
import { availableSeats, categoryNumber, gameNumber, instant, pendingSeats } from './numbers.ts'
import { price } from './money.ts'

const status = z.enum(['available', 'few-left', 'temporarily-unavailable', 'sold-out']).meta({
  description:
    'few-left: at most one seat in twenty, and at most 100. temporarily-unavailable: none now, but some are on hold ' +
    'and may return',
})

const categoryAvailability = z
  .object({ category: categoryNumber, status, available: availableSeats, pending: pendingSeats })
  .meta({ id: 'CategoryAvailability' })

const onSale = z.boolean().meta({ description: 'False once the game has started' })

export const gameAvailability = z
  .object({ game: gameNumber, onSale, categories: z.array(categoryAvailability) })
  .meta({ id: 'GameAvailability' })

export const availabilityList = z.object({ games: z.array(gameAvailability) }).meta({ id: 'AvailabilityList' })

export const game = z
  .object({
    game: gameNumber,
    stage: z.enum(stages as [string, ...string[]]).meta({ example: 'group' }),
    round: z.int().min(1).meta({ example: 1 }),
    group: z.string().nullable().meta({ description: 'Null after the group stage', example: 'A' }),
    kickOff: instant,
    venue: z.string().meta({ example: 'Al Bayt Stadium' }),
    home: z.string().meta({ example: 'Qatar' }),
    away: z.string().meta({ description: 'TBA, or such as 1A, until it is known', example: 'Ecuador' }),
    onSale,
    limits: z.object({
      perBuyer: z.int().min(0).meta({ description: 'Tickets one buyer may hold and own of this game', example: 6 }),
      holdSeconds: z.number().min(0).meta({ description: 'The longest a reservation lasts unpaid', example: 600 }),
    }),
    categories: z.array(z.object({ ...categoryAvailability.shape, price }).meta({ id: 'Category' })),
  })
  .meta({ id: 'Game' })

export const gameList = z.object({ games: z.array(game) }).meta({ id: 'GameList' })

export type GameBody = z.output<typeof game>
export type GameAvailabilityBody = z.output<typeof gameAvailability>
