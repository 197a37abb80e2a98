import { z } from 'zod'

export const health = z.object({ status: z.literal('alive') }).meta({ id: 'Health' })

const partState = z
  .object({ name: z.string(), ok: z.boolean(), detail: z.string().optional() })
  .meta({ id: 'PartState' })

export const readiness = z
  .object({
    status: z.enum(['ready', 'not-ready']),
    parts: z.array(partState),
    alarms: z.array(z.string()).meta({ description: 'What an operator must look at, although the site can sell' }),
  })
  .meta({ id: 'Readiness' })

const link = z.object({ href: z.string(), title: z.string() })

export const index = z.object({ name: z.string(), site: z.string(), links: z.array(link) }).meta({ id: 'Index' })

export const problemEntry = z
  .object({ type: z.string(), status: z.int(), title: z.string(), advice: z.string() })
  .meta({ id: 'ProblemEntry' })
export const problemEntries = z.object({ problems: z.array(problemEntry) }).meta({ id: 'ProblemList' })

export type PartState = z.output<typeof partState>
export type ReadinessBody = z.output<typeof readiness>
export type IndexBody = z.output<typeof index>
