import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { minorDigits } from './currency.ts'
import { addMoney, formatMoney, fromMajorUnits, noMoney, timesMoney } from './money.ts'
import { anyCurrency } from './testing/arbitrary-list.ts'

const price = fc.integer({ min: 0, max: 1_000_000 })

it('a price in minor units, divided back, is the price', () => {
  fc.assert(
    fc.property(anyCurrency, fc.integer({ min: -1e9, max: 1e9 }), (currency, minor) => {
      const major = Number((minor / 10 ** minorDigits(currency)).toFixed(minorDigits(currency)))
      expect(fromMajorUnits(major, currency)).toEqual({ ok: true, value: { minor: minor || 0, currency } })
    }),
  )
})

it('a quantity of a price is that price added up', () => {
  fc.assert(
    fc.property(anyCurrency, price, fc.integer({ min: 1, max: 20 }), (currency, major, quantity) => {
      const one = fromMajorUnits(major, currency)
      if (!one.ok) throw new Error('a whole price is exact in every currency')
      let sum = noMoney(currency)
      for (let added = 0; added < quantity; added += 1) sum = addMoney(sum, one.value)
      expect(timesMoney(one.value, quantity)).toEqual(sum)
    }),
  )
})

it('text says the amount to its last digit', () => {
  fc.assert(
    fc.property(anyCurrency, fc.integer({ min: -1e12, max: 1e12 }), (currency, minor) => {
      const [code, amount = ''] = formatMoney({ minor, currency }).split(' ')
      expect(code).toBe(currency)
      expect(Number(amount.replace('.', ''))).toBe(minor)
      expect(amount.split('.')[1]?.length ?? 0).toBe(minorDigits(currency))
    }),
  )
})
