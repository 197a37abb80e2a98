import { describe, expect, it } from '@jest/globals'
import { hasCardNumber, isPaymentMethod } from './ids.ts'

describe('a payment method', () => {
  it.each(['pm_card_visa', 'pm_1MtwBwLkdIwHu7ix28a3tqPa', 'tok_visa', 'pm_card_authRequired'])('is %s', text => {
    expect(isPaymentMethod(text)).toBe(true)
  })

  it.each([
    '', 'visa', 'pm_', 'PM_card', 'p_card', 'pm_card visa', 'pm_card\n', 'pm_ü', `pm_${'x'.repeat(201)}`,
    '4242424242424242', 'pm_4242424242424242', 'pm_4242_4242_4242_4242', 'pm_x378282246310005',
  ])('is not %j', text => {
    expect(isPaymentMethod(text)).toBe(false)
  })
})

it.each([
  ['4242424242424242', true],
  ['my card is 4242 4242 4242 4242, thanks', true],
  ['3782-822463-10005', true],
  ['123456789012', true],
  ['12345678901', false],
  ['1234567890 x 1234567890', false],
  ['2026-11-25T10:00:00Z', false],
  ['', false],
])('a card number may be in %j: %s', (text, may) => {
  expect(hasCardNumber(text)).toBe(may)
})
