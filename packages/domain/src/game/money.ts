import type { Result } from '../result.ts'
import { refuse, succeed } from '../result.ts'
import type { Currency } from './currency.ts'
import { minorDigits } from './currency.ts'

/** An exact amount: a safe integer of the currency's minor unit (cents of USD, whole yen of JPY). */
export type Money = { readonly minor: number; readonly currency: Currency }

export type MoneyRefusal =
  | { readonly kind: 'not-exact'; readonly price: number; readonly digits: number }
  | { readonly kind: 'too-large'; readonly price: number }

/**
 * Money from a price in whole units, as the master list states it: 75 USD is 7500 cents, 75 JPY is 75 yen.
 * Refused: more decimals than the currency has (`not-exact`), and minor units past 2^53 (`too-large`).
 */
export function fromMajorUnits(price: number, currency: Currency): Result<Money, MoneyRefusal> {
  const digits = minorDigits(currency)
  if (!Number.isFinite(price) || Math.abs(price) > Number.MAX_SAFE_INTEGER) return refuse({ kind: 'too-large', price })
  // The shortest decimal text of the number is what was written; binary fractions times 100 are not.
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(price))
  const [, sign = '', whole = '', fraction = ''] = parts ?? []
  if (parts === null || fraction.length > digits) return refuse({ kind: 'not-exact', price, digits })
  const magnitude = Number(whole + fraction.padEnd(digits, '0'))
  if (!Number.isSafeInteger(magnitude)) return refuse({ kind: 'too-large', price })
  return succeed({ minor: sign === '-' && magnitude !== 0 ? -magnitude : magnitude, currency })
}

export const noMoney = (currency: Currency): Money => ({ minor: 0, currency })

/** @throws RangeError for two currencies, or a sum past 2^53: both are mistakes of the caller. */
export function addMoney(left: Money, right: Money): Money {
  if (left.currency !== right.currency) throw new RangeError(`${left.currency} and ${right.currency} do not add up`)
  return { minor: safe(left.minor + right.minor), currency: left.currency }
}

/** @throws RangeError when `quantity` is not a whole number from 0, or the product is past 2^53. */
export function timesMoney(money: Money, quantity: number): Money {
  if (!Number.isSafeInteger(quantity) || quantity < 0) throw new RangeError(`${quantity} is not a quantity`)
  return { minor: safe(money.minor * quantity), currency: money.currency }
}

/** `USD 1234.50`, `JPY 1235`: the same text everywhere, for no locale. */
export function formatMoney({ minor, currency }: Money): string {
  const digits = minorDigits(currency)
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  const fraction = digits === 0 ? '' : `.${text.slice(text.length - digits)}`
  return `${currency} ${minor < 0 ? '-' : ''}${whole}${fraction}`
}

function safe(minor: number): number {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`${minor} minor units are past what is exact`)
  return minor
}
