import { z } from 'zod'

export const fieldFault = z
  .object({
    field: z.string().meta({
      description:
        'Where: a JSON pointer into the body such as /items/0/quantity, a query parameter such as ?team, or a header',
      example: '/items/0/quantity',
    }),
    reason: z.string().meta({ description: 'Why, for a person', example: 'must be 1 or more' }),
    type: z.string().meta({ description: 'Why, for a program; one of /problems', example: '/problems/bad-quantity' }),
  })
  .meta({ id: 'FieldFault' })

export const problemBody = z
  .object({
    type: z.string().meta({ description: 'Stable: what to branch on', example: '/problems/sold-out' }),
    title: z.string().meta({ example: 'Not enough seats are left' }),
    status: z.int().min(400).max(599).meta({ example: 409 }),
    detail: z.string().meta({ description: 'What happened here, and what to do about it' }),
    errors: z.array(fieldFault).optional(),
    instance: z.string().optional().meta({ description: 'Under which id the site logged it' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' })

export type FieldFault = z.output<typeof fieldFault>
export type ProblemBody = z.output<typeof problemBody>
