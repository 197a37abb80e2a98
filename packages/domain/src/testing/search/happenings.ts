import type { Hold } from '../../inventory/hold.ts'
import type { RefundAsked } from '../../payment/decide-refund.ts'
import { decideRefund } from '../../payment/decide-refund.ts'
import type { PaymentEvent } from '../../payment/event.ts'
import { isIn } from '../../payment/payment.ts'
import { card, seat, terms } from '../payments.ts'
import * as bank from '../provider.ts'
import { bouncedRefund } from './agreement.ts'
import type { Move } from './explore.ts'
import type { Making } from './making.ts'
import type { Left, World } from './world.ts'

/** What may happen without any worker: by the clock, the buyer, the provider; and what was delayed arrives. */
export const happenings = (making: Making, world: World): Move<World>[] => [
  ...holdEnds(making, world),
  ...providerMoves(making, world),
  ...refundBounces(making, world),
  ...timePasses(making, world),
  ...delayedArrives(making, world),
  ...anotherCard(making, world),
  ...refundAsked(making, world),
]

/** A hold expires, or the buyer releases one of the reservation's own. */
const holdEnds = ({ change, deep }: Making, world: World): Move<World>[] =>
  world.log.flatMap((hold): Move<World>[] => {
    if (hold.state !== 'held') return []
    const { expiresAtMs: _, ...rest } = hold
    const ended = (state: 'expired' | 'released', name: string): Move<World> =>
      change(world, name, { log: deep(world.log.map((other): Hold => (other === hold ? { ...rest, state } : other))) })
    const name = hold.id.slice(-4)
    const isOwn = terms.holds.some(({ id }) => id === hold.id)
    return [
      ended('expired', `${name} expires`),
      ...(isOwn ? [ended('released', `the buyer releases ${name}`)] : []),
    ]
  })

/** The authorisation lapses; the buyer does what the bank asks for, or does not. */
const providerMoves = ({ change, deep }: Making, world: World): Move<World>[] =>
  world.provider.intents.flatMap(({ id, state }): Move<World>[] => {
    const become = (name: string, provider: bank.Provider) => change(world, name, { provider: deep(provider) })
    if (state === 'authorised') {
      return [become('the authorisation lapses', bank.cancel(world.provider, { intent: id })[0])]
    }
    if (state !== 'requires-action') return []
    return [
      become('the buyer authenticates', bank.act(world.provider, id, true)),
      become('the buyer does not authenticate', bank.act(world.provider, id, false)),
    ]
  })

/** A refund comes back, and the provider tells so, sooner or later. */
function refundBounces({ asking, change, deep, spend }: Making, world: World): Move<World>[] {
  const number = bouncedRefund(world)
  if (number !== null) {
    const row = asking.evolved(world.row, deep({ kind: 'refund-failed', number, reason: '' }))
    return row === null ? [] : [change(world, 'the provider tells that a refund came back', { row })]
  }
  if (world.left.bounces === 0) return []
  const left = spend(world.left, 'bounces')
  const returned = Object.entries(world.provider.refunds).filter(([, { kind }]) => kind === 'returned')
  return returned.map(([key]) =>
    change(world, 'a refund comes back', { left, provider: deep(bank.bounce(world.provider, key)) }))
}

const timePasses = ({ change, spend }: Making, world: World): Move<World>[] =>
  world.left.deadlines === 0 ? [] : [change(world, 'the deadline passes', { left: spend(world.left, 'deadlines') })]

function delayedArrives({ asking, change }: Making, world: World): Move<World>[] {
  const { delayed, log, provider } = world
  if (delayed === null) return []
  const name = `the delayed ${delayed.kind} arrives`
  if ('hold' in delayed) {
    return asking.folded(log, delayed).map(after => change(world, name, { log: after, delayed: null }))
  }
  const answers = asking.answersTo(provider, delayed).filter(({ costs }) => costs === null)
  return answers.map(answer => change(world, `${name}: ${answer.name}`, { provider: answer.provider, delayed: null }))
}

const anotherCard = (making: Making, world: World): Move<World>[] =>
  isIn(world.row, 'failed', 'requires-action')
    ? begin(making, world, 'cards', 'the buyer tries another card', { kind: 'attempted', attempt: card('other') })
    : []

const asked: readonly RefundAsked[] = [{ seats: 'all', by: 'admin' }, { seats: [seat(1, 2)], by: 'buyer' }]

/** Somebody asks for a refund, of what stands or of one seat. */
const refundAsked = (making: Making, world: World): Move<World>[] =>
  asked.flatMap((what): Move<World>[] => {
    const decided = decideRefund(world.row, what)
    if (!decided.ok || decided.value === 'done') return []
    const name = `a refund of ${decided.value.seats.length} is asked for`
    return begin(making, world, 'refunds', name, decided.value, making.rules.writesRefundsFirst)
  })

/** A request that begins with a write; whoever is free takes it from there. */
function begin(
  { asking, change, become, deep, spend }: Making,
  world: World,
  costs: keyof Left,
  name: string,
  event: PaymentEvent,
  isWritten = true,
): Move<World>[] {
  const free = world.workers.find(({ recovers, seen }) => !recovers && seen === null)
  const row = world.left[costs] > 0 ? asking.evolved(world.row, deep(event)) : null
  if (free === undefined || row === null) return []
  const seen = asking.writing(asking.starting(world.row), row)
  const left = spend(world.left, costs)
  return [change(world, name, { left, ...(isWritten && { row }), ...become(world, free, { seen }) })]
}
