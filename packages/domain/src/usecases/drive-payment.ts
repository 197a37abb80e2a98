import { evolve } from '../payment/evolve.ts'
import type { PaymentEvent } from '../payment/event.ts'
import { nextStep } from '../payment/next-step.ts'
import type { Payment } from '../payment/payment.ts'
import type { HoldRows } from '../payment/record.ts'
import type { Heard, Seen } from '../payment/seen.ts'
import { afterHearing, afterReading, afterWriting, startingWith } from '../payment/seen.ts'
import type { Step } from '../payment/step.ts'
import { refsOf } from '../payment/terms.ts'
import type { Truth } from '../payment/truth.ts'
import { lookAtMs } from '../payment/watch.ts'
import type { ChargeCard } from '../ports/charge-card.ts'
import type { Clock } from '../ports/clock.ts'
import type { Payments } from '../ports/payments.ts'
import type { KeyedHash } from '../reservation/keyed-hash.ts'
import type { ReaderPorts } from './append.ts'
import { appendAndRead, readToTheEnd } from './append.ts'

export type DrivePorts = ReaderPorts & {
  readonly payments: Payments
  readonly chargeCard: ChargeCard
  readonly keyedHash: KeyedHash
  readonly clock: Clock
}

export type Driven = {
  readonly payment: Payment
  /** `unheard`: the provider or the log did not answer in time; recovery goes on from there. */
  readonly end: 'rest' | 'await-buyer' | 'unheard'
}

/** The most steps taken at once; a purchase takes six. */
const stepsMax = 60

/**
 * Take a payment's steps until none is left, it is the buyer's turn, or somebody does not answer. Any number may do so
 * at once for one payment; who falls behind goes on from what the others wrote.
 * @throws Unavailable; what was written until then stands, and recovery goes on from there
 */
export async function drivePayment(ports: DrivePorts, from: Seen): Promise<Driven> {
  let seen = from
  for (let taken = 0; taken < stepsMax; taken++) {
    const step = nextStep(seen, { nowMs: ports.clock(), keyedHash: ports.keyedHash })
    if (step.kind === 'rest' || step.kind === 'await-buyer') return { payment: seen.payment, end: step.kind }
    const after = await take(ports, seen, step)
    if (after === 'unheard') break
    seen = after
  }
  return { payment: seen.payment, end: 'unheard' }
}

type Doing = Exclude<Step, { readonly kind: 'rest' | 'await-buyer' }>

async function take(ports: DrivePorts, seen: Seen, step: Doing): Promise<Seen | 'unheard'> {
  const { chargeCard } = ports
  const refs = refsOf(seen.payment.terms)
  switch (step.kind) {
    case 'write': {
      const next = await writeEvent(ports, seen.payment, step.event)
      return next === 'stale' ? startingWith(await readPayment(ports, seen.payment)) : afterWriting(seen, next)
    }
    case 'read-log':
      return read(seen, await readToTheEnd(ports, refs))
    case 'append':
      return read(seen, await appendAndRead(ports, step.records, refs))
    case 'authorise':
      return hear(seen, step.kind, await chargeCard.authorise(step.order))
    case 'ask':
      return hear(seen, step.kind, await chargeCard.retrieve(step.intent))
    case 'capture':
      return hear(seen, step.kind, await chargeCard.capture(step.order))
    case 'void':
      return hear(seen, step.kind, await chargeCard.void(step.order))
    case 'refund': {
      const truth = await chargeCard.refund(step.order)
      return truth === 'unknown' ? 'unheard' : afterHearing(seen, { to: 'refund', truth })
    }
    default:
      return step satisfies never
  }
}

const read = (seen: Seen, holds: HoldRows | 'timeout'): Seen | 'unheard' =>
  holds === 'timeout' ? 'unheard' : afterReading(seen, holds)

const hear = (seen: Seen, to: Exclude<Heard['to'], 'refund'>, truth: Truth | 'unknown'): Seen | 'unheard' =>
  truth === 'unknown' ? 'unheard' : afterHearing(seen, { to, truth })

/**
 * Write an event on top of a payment as it was seen.
 * @returns what it is then; `stale` when it is another one by now, and nothing was written
 * @throws Error for an event that does not follow it
 */
export async function writeEvent(
  { payments, clock }: Pick<DrivePorts, 'payments' | 'clock'>,
  payment: Payment,
  event: PaymentEvent,
): Promise<Payment | 'stale'> {
  const next = evolve(payment, event)
  if (!next.ok) throw new Error(`${event.kind} does not follow ${payment.state}`)
  const atMs = clock()
  const written = await payments.advance(next.value, event, { atMs, lookAtMs: lookAtMs(next.value, atMs) })
  return written === 'stale' ? written : next.value
}

/** The payment that a row which is known to be there has become. */
export async function readPayment({ payments }: Pick<DrivePorts, 'payments'>, { terms }: Payment): Promise<Payment> {
  const now = await payments.find(terms.reservation)
  if (now === null) throw new Error(`the payment of ${terms.reservation} is gone`)
  return now
}
