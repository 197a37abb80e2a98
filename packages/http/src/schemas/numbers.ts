import { categoryNumberMax, gameNumberMax } from '@matchday/domain/game/ids'
import { z } from 'zod'

export const gameNumber = z
  .int({ error: 'must be a whole number' })
  .min(1, 'must be 1 or more')
  .max(gameNumberMax, `must be ${gameNumberMax} or less`)
  .meta({ description: 'Number of the game', example: 1 })

export const categoryNumber = z
  .int({ error: 'must be a whole number' })
  .min(1, 'must be 1 or more')
  .max(categoryNumberMax, `must be ${categoryNumberMax} or less`)
  .meta({ description: 'Price category, 1 the dearest', example: 3 })

export const quantity = z
  .int({ error: 'must be a whole number' })
  .min(1, 'must be 1 or more')
  .meta({ description: 'How many tickets', example: 2 })

const seats = (description: string, example: number) => z.int().min(0).meta({ description, example })

export const availableSeats = seats('Seats that can be reserved now', 1_204)
export const pendingSeats = seats('Seats on hold, which return unless they are paid for', 6)

export const instant = z.iso.datetime().meta({ description: 'UTC', example: '2022-11-20T16:00:00Z' })
