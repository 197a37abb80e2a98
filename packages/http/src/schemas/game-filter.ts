import { stages } from '@matchday/domain/game/stage'
import { z } from 'zod'

const name = z
  .string({ error: 'must be given once' })
  .trim()
  .min(1, 'must not be empty')
  .max(100, 'must be 100 characters or fewer')
const day = z.iso.date({ error: 'must be a day such as 2022-11-20' })

/** The query of a list of games; every filter narrows it further. */
export const gameFilter = z.strictObject({
  team: name.optional().meta({ description: 'Plays in the game, in any case', example: 'Qatar' }),
  group: z
    .string({ error: 'must be given once' })
    .regex(/^[A-Za-z]$/, 'must be a letter from A to Z')
    .optional()
    .meta({ example: 'A' }),
  stage: z.enum(stages as [string, ...string[]], { error: `must be one of ${stages.join(', ')}` }).optional(),
  venue: name.optional().meta({ description: 'In any case', example: 'Al Bayt Stadium' }),
  date: day.optional().meta({ description: 'Kick-off on this day, UTC', example: '2022-11-20' }),
  from: day.optional().meta({ description: 'Kick-off on this day or later, UTC' }),
  to: day.optional().meta({ description: 'Kick-off on this day or earlier, UTC' }),
  available: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .optional()
    .meta({ description: 'true: some ticket can be reserved now; false: none' }),
})

export type GameFilter = z.output<typeof gameFilter>
