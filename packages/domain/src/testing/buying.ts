import { expect } from '@jest/globals'
import fc from 'fast-check'
import { attemptMaxMs } from '../payment/payment.ts'
import type { Seat } from '../payment/terms.ts'
import type { pay } from '../usecases/pay.ts'
import type { recoverPayments } from '../usecases/recover-payments.ts'
import type { refund } from '../usecases/refund.ts'
import { releaseReservation } from '../usecases/release-reservation.ts'
import { expectAgreement } from './agree.ts'
import { say } from './little-site.ts'
import type { Guard } from './little-store.ts'
import type { Mishap } from './mishap.ts'
import { mishap, mishaps } from './mishap.ts'
import type { Desk, Paying } from './paying.ts'
import { paying, withCard } from './paying.ts'
import { act, cancel } from './provider.ts'
import { nothing } from './world.ts'

/** The use cases that are tried, and what is done to the ports they are handed. */
export type Buying = {
  readonly pay: typeof pay
  readonly refund: typeof refund
  readonly recover: typeof recoverPayments
  readonly desk?: (desk: Desk) => Desk
}

/** What happens just before one of somebody's operations. */
type Happening = {
  readonly operation: number
  readonly kind: 'leap' | 'release' | 'lapse' | 'authenticate' | 'fail' | 'stubborn-bank' | 'helpful-bank'
}

/** Somebody who wants something, and what goes wrong and happens meanwhile. */
type Actor = {
  readonly does: 'pays' | 'recovers' | 'refunds-all' | 'refunds-one'
  readonly card: 'visa' | '3ds' | 'empty'
  readonly wrong: readonly Mishap[]
  readonly meanwhile: readonly Happening[]
}

const happening: fc.Arbitrary<Happening> = fc.record({
  operation: fc.nat(9),
  kind: fc.constantFrom('leap', 'release', 'lapse', 'authenticate', 'fail', 'stubborn-bank', 'helpful-bank'),
})

const actors = (does: readonly Actor['does'][], kinds: (kind: Mishap['kind']) => boolean): fc.Arbitrary<Actor[]> =>
  fc.array(
    fc.record({
      does: fc.constantFrom(...does),
      card: fc.constantFrom('visa', 'visa', '3ds', 'empty'),
      wrong: fc.array(mishap.filter(({ kind }) => kinds(kind)), { maxLength: 2 }),
      meanwhile: fc.array(happening, { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 3 },
  )

/**
 * Some pay, some recover, and then some want money back, in any order of their steps; whatever goes wrong and happens
 * meanwhile, when all has come to rest money, tickets and seats agree.
 */
export const agreement = (buying: Buying, kinds: (kind: Mishap['kind']) => boolean = () => true) =>
  fc.asyncProperty(
    fc.scheduler(),
    actors(['pays', 'pays', 'recovers'], kinds),
    actors(['refunds-all', 'refunds-one', 'recovers'], kinds),
    async (order, buyers, refunders) => {
      const world = await paying()
      for (const all of [buyers, refunders]) {
        await order.waitFor(Promise.all(all.map(actor => play(world, buying, actor, order))))
        await settle(world, buying)
        expectAgreement(world)
      }
    },
  )

const deskOf = (world: Paying, { desk = one => one }: Buying, guard?: Guard): Desk => desk(world.process(guard))

/** Whoever dies or is refused has had its turn. */
async function play(world: Paying, buying: Buying, actor: Actor, order: fc.Scheduler): Promise<void> {
  const guard = mishaps(world.log, actor.wrong)
  let operations = 0
  const desk = deskOf(world, buying, async (name, operation) => {
    await order.schedule(Promise.resolve(name))
    const at = operations++
    for (const { kind } of actor.meanwhile.filter(one => one.operation === at)) await happen(world, kind)
    return guard(name, operation)
  })
  await take(desk, world, buying, actor).catch((error: unknown) => {
    if (!(error instanceof Error)) throw error
  })
}

function take(desk: Desk, world: Paying, buying: Buying, { does, card }: Actor): Promise<unknown> {
  const { name, holds } = world
  switch (does) {
    case 'pays':
      return buying.pay(desk, withCard(world, card))
    case 'recovers':
      return buying.recover({ ...desk, clock: () => world.log.nowMs + 60_000 })
    case 'refunds-all':
      return buying.refund(desk, { id: name.id, seats: 'all', by: { kind: 'admin' } })
    case 'refunds-one': {
      const seats = holds().slice(-1).map((hold): Seat => ({ hold: hold.id, seat: 1 }))
      return buying.refund(desk, { id: name.id, seats, by: { kind: 'buyer', session: name.session } })
    }
    default:
      return does satisfies never
  }
}

async function happen(world: Paying, kind: Happening['kind']): Promise<void> {
  const { bank, site, name } = world
  const intents = (state: string) => bank.provider.intents.filter(intent => intent.state === state)
  switch (kind) {
    case 'leap':
      return leap(world, 120)
    case 'release':
      await releaseReservation(site, name)
      return
    case 'lapse':
      for (const intent of intents('authorised')) [bank.provider] = cancel(bank.provider, { intent: intent.id })
      return
    case 'authenticate':
    case 'fail':
      for (const { id } of intents('requires-action')) bank.provider = act(bank.provider, id, kind === 'authenticate')
      return
    case 'stubborn-bank':
    case 'helpful-bank':
      bank.captures = bank.refunds = kind === 'helpful-bank'
      return
    default:
      kind satisfies never
  }
}

function leap({ log }: Paying, ms: number): void {
  log.nowMs += ms
  say(log, nothing)
}

/** Hours pass, and recovery is at work: nothing is left to be looked at. */
async function settle(world: Paying, buying: Buying): Promise<void> {
  for (let round = 0; round < 5; round++) {
    leap(world, attemptMaxMs)
    await buying.recover(deskOf(world, buying))
    await world.site.consume()
  }
  expect([...world.rows.values()].map(({ lookAtMs }) => lookAtMs).filter(atMs => atMs !== null)).toEqual([])
}
