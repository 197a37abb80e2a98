import type { Hold, HoldTerms } from '../../inventory/hold.ts'
import type { HoldRef } from '../../inventory/ids.ts'
import { holdKey } from '../../inventory/ids.ts'
import type { PaymentEvent } from '../../payment/event.ts'
import type { Payment } from '../../payment/payment.ts'
import type { HoldRows, PaymentRecord } from '../../payment/record.ts'
import type { Heard, Seen } from '../../payment/seen.ts'
import { afterHearing, afterWriting, startingWith } from '../../payment/seen.ts'
import type { Step } from '../../payment/step.ts'
import type { Truth } from '../../payment/truth.ts'
import type { Answered, Provider } from '../provider.ts'
import * as bank from '../provider.ts'
import type { Identity } from './identity.ts'
import { remembering } from './identity.ts'
import { plainHeard, plainHold, plainRow, plainRows } from './plain.ts'
import type { Rules } from './rules.ts'
import type { Moment } from './start.ts'
import { sceneAt } from './start.ts'
import type { Left } from './world.ts'

/** What a call of the provider may come to. */
type Answer = {
  readonly name: string
  readonly provider: Provider
  readonly heard: Heard
  /** What must be left for this to happen. */
  readonly costs: keyof Left | null
}

/** Everything that a search asks the implementation, the log and the provider: each question once. */
export function askingOf(rules: Rules, { deep, shallow }: Identity) {
  const rowsIn = remembering((log: readonly Hold[], payment: Payment): HoldRows =>
    deep(plainRows(new Map(log.map(hold => [holdKey(hold), { hold, givenBack: false }])), payment)),
  )
  const seen = (known: Seen): Seen => shallow('seen', { ...known, heard: plainHeard(known.heard, known.payment) })
  return {
    stepOf: remembering((known: Seen, moment: Moment): Step => deep(rules.nextStep(known, sceneAt(moment)))),
    /** Null where the event does not follow: whoever decided on it dies. */
    evolved: remembering((row: Payment, event: PaymentEvent): Payment | null => {
      const next = rules.evolve(row, event)
      return next.ok ? deep(plainRow(next.value)) : null
    }),
    /** What the log may make of a record. */
    folded: remembering((log: readonly Hold[], record: PaymentRecord): readonly (readonly Hold[])[] =>
      fold(rules, log, record).map(deep),
    ),
    answersTo: remembering((provider: Provider, step: Step): readonly Answer[] => {
      const asked = rules.idempotent ? provider : { ...provider, authorised: {}, refunds: {} }
      return answers(asked, step).map(one => ({ ...one, provider: deep(one.provider), heard: deep(one.heard) }))
    }),
    plainLog: remembering((log: readonly Hold[], row: Payment): readonly Hold[] =>
      deep(log.map(hold => plainHold(hold, row))),
    ),
    starting: (row: Payment): Seen => seen(startingWith(row)),
    writing: (known: Seen, row: Payment): Seen => {
      const after = afterWriting(known, row)
      return seen({ ...after, holds: after.holds === null ? null : deep(plainRows(after.holds, row)) })
    },
    hearing: (known: Seen, heard: Heard): Seen => seen(afterHearing(known, heard)),
    reading: (known: Seen, log: readonly Hold[]): Seen => {
      const after = rules.afterReading(known, rowsIn(log, known.payment))
      return seen({ ...after, holds: after.holds === null ? null : deep(after.holds) })
    },
  }
}

/** A record in the log: a sale and a release as the fold decides them; a request granted, or refused. */
function fold(rules: Rules, log: readonly Hold[], record: PaymentRecord): readonly (readonly Hold[])[] {
  const ref: HoldRef = { game: record.game, site: record.site, id: record.hold }
  const before = log.find(hold => holdKey(hold) === holdKey(ref))
  const put = (hold: Hold): readonly Hold[] =>
    before === undefined ? [...log, hold] : log.map(other => (other === before ? hold : other))
  switch (record.kind) {
    case 'hold-requested': {
      if (before !== undefined) return [log]
      const { category, quantity, price, buyer, country } = record
      const terms: HoldTerms = { ...ref, category, quantity, price, buyer, country }
      const refusal = { kind: 'sold-out', sellable: 0 } as const
      return [put({ ...terms, state: 'held', expiresAtMs: 0 }), put({ ...terms, state: 'refused', refusal })]
    }
    case 'sale-requested': {
      const decision = rules.decideSale(before, record)
      return [decision.kind === 'sold' ? put(decision.hold) : log]
    }
    case 'release-requested': {
      const decision = rules.decideRelease(before, record)
      return [decision.kind === 'ended' || decision.kind === 'returned' ? put(decision.hold) : log]
    }
    default:
      return record satisfies never
  }
}

function answers(provider: Provider, step: Step): Answer[] {
  const answer = (to: Exclude<Heard['to'], 'refund'>, [after, truth]: Answered<Truth>): Answer => ({
    name: truth.kind,
    provider: after,
    heard: { to, truth },
    costs: truth.kind === 'uncapturable' ? 'refusedCaptures' : null,
  })
  switch (step.kind) {
    case 'authorise':
      return (['authorised', 'requires-action', 'open'] as const).map(outcome =>
        answer(step.kind, bank.authorise(provider, step.order, outcome)))
    case 'ask':
      return [answer(step.kind, bank.retrieve(provider, step.intent))]
    case 'capture':
      return (['captured', 'refused'] as const).map(outcome =>
        answer(step.kind, bank.capture(provider, step.order, outcome)))
    case 'void':
      return [answer(step.kind, bank.cancel(provider, step.order))]
    case 'refund':
      return (['returned', 'refused'] as const).map(outcome => {
        const [after, truth] = bank.refund(provider, step.order, outcome)
        return { name: truth.kind, provider: after, heard: { to: step.kind, truth }, costs: null }
      })
    case 'rest':
    case 'await-buyer':
    case 'write':
    case 'read-log':
    case 'append':
      throw new Error(`${step.kind} is nothing that a provider is asked`)
    default:
      return step satisfies never
  }
}
