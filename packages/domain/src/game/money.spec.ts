import { describe, expect, it } from '@jest/globals'
import { currency, isCurrency, minorDigits } from './currency.ts'
import { addMoney, formatMoney, fromMajorUnits, noMoney, timesMoney } from './money.ts'

const [usd, jpy, kwd] = [currency('USD'), currency('JPY'), currency('KWD')]

describe('currency', () => {
  it.each([['USD', 2], ['QAR', 2], ['JPY', 0], ['KRW', 0], ['VND', 0], ['UGX', 0], ['KWD', 3], ['TND', 3]])(
    '%s has %d minor digits',
    (code, digits) => expect(minorDigits(currency(code))).toBe(digits),
  )

  it.each(['usd', 'US', 'XXX', 'XAU', '', 'toString', ' USD', null, 840])('%p is none', value => {
    expect(isCurrency(value)).toBe(false)
    expect(() => currency(value as string)).toThrow('is not an ISO 4217 currency')
  })
})

describe('money from a price', () => {
  it.each([
    [75, usd, 7_500],
    [75, jpy, 75],
    [75, kwd, 75_000],
    [0.1, usd, 10],
    [1.15, usd, 115],
    [1.005, kwd, 1_005],
    [-1.15, usd, -115],
    [-0, usd, 0],
    [Number.MAX_SAFE_INTEGER, jpy, Number.MAX_SAFE_INTEGER],
    [90_071_992_547_409, usd, 9_007_199_254_740_900],
  ])('%d in %s is %d', (price, of, minor) =>
    expect(fromMajorUnits(price, of)).toEqual({ ok: true, value: { minor, currency: of } }))

  it.each([
    [1.005, usd, { kind: 'not-exact', price: 1.005, digits: 2 }],
    [0.5, jpy, { kind: 'not-exact', price: 0.5, digits: 0 }],
    [1e-7, usd, { kind: 'not-exact', price: 1e-7, digits: 2 }],
    [90_071_992_547_410, usd, { kind: 'too-large', price: 90_071_992_547_410 }],
    [2 ** 53, jpy, { kind: 'too-large', price: 2 ** 53 }],
    [Infinity, usd, { kind: 'too-large', price: Infinity }],
    [NaN, usd, { kind: 'too-large', price: NaN }],
  ])('%d in %s is refused', (price, of, refusal) =>
    expect(fromMajorUnits(price, of)).toEqual({ ok: false, refusal }))
})

describe('sums', () => {
  it('never mix currencies', () => {
    expect(() => addMoney(noMoney(usd), noMoney(jpy))).toThrow('USD and JPY do not add up')
  })

  it.each([1.5, -1, NaN, 2 ** 53])('take no quantity of %d', quantity => {
    expect(() => timesMoney({ minor: 1, currency: usd }, quantity)).toThrow(`${quantity} is not a quantity`)
  })

  it('stop where they are no longer exact', () => {
    const most = { minor: Number.MAX_SAFE_INTEGER, currency: usd }
    expect(addMoney(most, noMoney(usd))).toEqual(most)
    expect(() => addMoney(most, { minor: 1, currency: usd })).toThrow('past what is exact')
    expect(() => timesMoney(most, 2)).toThrow('past what is exact')
    expect(timesMoney(most, 0)).toEqual(noMoney(usd))
  })
})

it.each([
  [123_450, usd, 'USD 1234.50'],
  [5, usd, 'USD 0.05'],
  [-5, usd, 'USD -0.05'],
  [0, usd, 'USD 0.00'],
  [1_235, jpy, 'JPY 1235'],
  [1_235, kwd, 'KWD 1.235'],
])('%d of %s reads %s', (minor, of, text) => expect(formatMoney({ minor, currency: of })).toBe(text))
