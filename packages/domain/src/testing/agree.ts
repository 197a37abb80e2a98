import { expect } from '@jest/globals'
import { standingSeats } from '../inventory/hold.ts'
import { balanceOf, standingSeatsOf } from '../payment/standing.ts'
import type { Paying } from './paying.ts'
import { site } from './world.ts'

/** What the site says it has, what the provider has, and which seats the log shows sold: at rest all three agree. */
export function expectAgreement({ rows, bank, holds }: Pick<Paying, 'rows' | 'bank' | 'holds'>): void {
  const payments = [...rows.values()].map(({ payment }) => payment)
  const { intents } = bank.provider
  const sold = holds().flatMap(hold =>
    hold.state === 'sold' && hold.site === site('a') ? standingSeats(hold).map(seat => ({ hold: hold.id, seat })) : [])
  const balances = payments.map(balanceOf)
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
  expect(new Set(sold.map(texted))).toEqual(new Set(payments.flatMap(standingSeatsOf).map(texted)))
  expect(sum(intents.map(({ captured, returned }) => captured - returned)))
    .toBe(sum(balances.map(({ standing, owed }) => standing.minor + owed.minor)))
  expect(intents.filter(({ state }) => state === 'authorised')).toEqual([])
  expect(intents.length).toBeLessThanOrEqual(payments.length)
}

const texted = (seat: { readonly hold: string; readonly seat: number }): string => `${seat.hold}/${seat.seat}`
