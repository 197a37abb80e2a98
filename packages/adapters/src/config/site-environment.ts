import { isSiteId } from '@matchday/domain/inventory/ids'
import { z } from 'zod'
import { secretBytesMin } from '../keys/hmac-sha256.ts'

/** What a variable says when it is not there; everything else it can say names what is wrong with it. */
export const required = (what: string) => ({ error: `is not set; it is ${what}` })

export const postgresUrl = (what: string) =>
  z.string(required(what)).regex(/^postgres(ql)?:\/\/\S+$/, 'is not a URL such as postgres://user:password@host:5432/name')

const secret = (what: string) =>
  z.string(required(what)).refine(text => Buffer.byteLength(text) >= secretBytesMin, {
    error: `is shorter than ${secretBytesMin} bytes`,
  })

/** What every process of a site needs to know besides its sales log, by variable; HTTP and consumer add their own. */
export const siteVariables = {
  DATABASE_URL: postgresUrl("this site's own database"),
  MATCHDAY_SITE: z
    .string(required("this site's id in the federation's roster"))
    .refine(isSiteId, { error: 'is not a site id: a-z, 0-9 and hyphens, at most 32 characters' }),
  MATCHDAY_SECRET: secret("this site's own secret, from which it derives ids and tokens"),
  MATCHDAY_BUYER_SECRET: secret("the federation's secret for buyers' addresses, the same at every site"),
  MATCHDAY_FEDERATION: z.string(required('the path of federation.json')),
  MATCHDAY_TODAY: z.iso
    .datetime({ offset: true, error: 'is not an instant such as 2022-11-18T00:00:00Z' })
    .transform(text => Date.parse(text))
    .optional(),
}
