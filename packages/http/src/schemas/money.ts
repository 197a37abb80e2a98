import { z } from 'zod'

export const money = z
  .object({
    minor: z.int().min(0).meta({ description: 'In the smallest unit of the currency, such as cents', example: 30_200 }),
    currency: z.string().length(3).meta({ description: 'ISO 4217', example: 'USD' }),
  })
  .meta({ id: 'Money' })

export const price = z
  .object({
    ...money.shape,
    listed: z.number().min(0).meta({ description: 'As the master list states it, in whole units', example: 302 }),
  })
  .meta({ id: 'Price', description: 'Of one ticket' })
