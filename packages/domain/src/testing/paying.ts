import type { FederationSettings } from '../inventory/federation.ts'
import type { PaymentMethod } from '../payment/ids.ts'
import type { Payment } from '../payment/payment.ts'
import type { ReservationId, SessionId } from '../reservation/ids.ts'
import type { PayCommand, PayPorts } from '../usecases/pay.ts'
import { placeHolds } from '../usecases/place-holds.ts'
import type { RefundPorts } from '../usecases/refund.ts'
import type { LittleBank } from './little-bank.ts'
import { littleBank, littleCharge } from './little-bank.ts'
import type { LittlePayments } from './little-payments.ts'
import { littlePayments } from './little-payments.ts'
import type { LittleSite } from './little-site.ts'
import type { Guard } from './little-store.ts'
import { act } from './provider.ts'
import type { Selling } from './selling.ts'
import { line, selling, wants } from './selling.ts'

export type Desk = LittleSite & PayPorts & RefundPorts

/** A site that takes money, and a reservation that is held on it. */
export type Paying = Omit<Selling, 'site' | 'process'> & {
  readonly bank: LittleBank
  readonly rows: LittlePayments
  readonly site: Desk
  /** Another process of the same site. */
  readonly process: (guard?: Guard) => Desk
  readonly name: { readonly id: ReservationId; readonly session: SessionId }
  /** The reservation's payment as it stands. */
  readonly payment: () => Payment
}

/** Games of the test world kick off at 0, and buyers may give tickets back until 100 ms before. */
const beforeKickOffMs = -1_000

/** Two seats of game 1 and one of game 2 at 10 dollars each, held for 100 ms. */
export async function paying(settings: Partial<FederationSettings> = {}): Promise<Paying> {
  const world = await selling(settings)
  const bank = littleBank()
  const rows: LittlePayments = new Map()
  const process = (guard?: Guard): Desk => ({
    ...world.process(guard),
    payments: littlePayments(rows, guard),
    chargeCard: littleCharge(bank, guard),
    calendar: () => beforeKickOffMs,
    refundCutOffMs: 100,
  })
  const site = process()
  await placeHolds(site, wants([line(1, 1, 2), line(2, 1, 1)]))
  const [record] = [...world.store.records.values()]
  if (record === undefined) throw new Error('nothing was reserved')
  const payment = (): Payment => {
    const row = rows.get(record.id)
    if (row === undefined) throw new Error('there is no payment')
    return row.payment
  }
  return { ...world, bank, rows, process, site, name: { id: record.id, session: record.session }, payment }
}

/** The reservation's buyer pays with a card. */
export const withCard = ({ name }: Paying, card: 'visa' | '3ds' | 'empty', key: string | null = null): PayCommand => ({
  ...name, method: `pm_card_${card}` as PaymentMethod, key,
})

/** The buyer does what the bank asks for, or does not. */
export function authenticate({ bank }: Paying, succeeds: boolean): void {
  for (const { id } of bank.provider.intents) bank.provider = act(bank.provider, id, succeeds)
}

export const holdStates = ({ holds }: Paying): string[] => holds().map(({ state }) => state)

/** Each intent's state, and the money it has, in minor units. */
export const intentStates = ({ bank }: Paying): (readonly [string, number])[] =>
  bank.provider.intents.map(({ state, captured, returned }) => [state, captured - returned])
