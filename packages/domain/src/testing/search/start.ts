import { createHmac } from 'node:crypto'
import type { Scene } from '../../payment/step.ts'
import { totalOf } from '../../payment/terms.ts'
import { after, authorised, bought, deadlineMs, intent, liveHolds, opened, soldHolds, terms } from '../payments.ts'
import { newProvider } from '../provider.ts'
import type { Left, World } from './world.ts'

/** Before the buyer's deadline, and after. */
export type Moment = 'in time' | 'late'

export const momentOf = ({ deadlines }: Left): Moment => (deadlines > 0 ? 'in time' : 'late')

export const sceneAt = (moment: Moment): Scene => ({
  nowMs: moment === 'late' ? deadlineMs + 1 : deadlineMs,
  keyedHash: text => createHmac('sha256', 'search').update(text).digest('hex'),
})

export type Start = Pick<World, 'row' | 'log' | 'provider'>

/** A card was given for two holds that live. */
export const begun: Start = { row: opened, log: liveHolds, provider: newProvider }

/** The money is reserved, every seat is sold. */
export const capturing: Start = {
  row: after(opened, authorised, { kind: 'all-sold' }),
  log: soldHolds,
  provider: { ...newProvider, intents: [{ id: intent, state: 'authorised', captured: 0, returned: 0 }] },
}

/** The money is taken, every seat is sold. */
export const paidFor: Start = {
  row: after(opened, ...bought),
  log: soldHolds,
  provider: {
    ...newProvider, intents: [{ id: intent, state: 'captured', captured: totalOf(terms).minor, returned: 0 }],
  },
}
