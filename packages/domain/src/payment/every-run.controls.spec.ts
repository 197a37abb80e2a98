import { expect, it } from '@jest/globals'
import { purchaseControls } from '../testing/search/purchase-controls.ts'
import { refundControls } from '../testing/search/refund-controls.ts'
import { rules } from '../testing/search/rules.ts'
import { searchPurchases, searchRefunds } from '../testing/search/search.ts'

it.each(purchaseControls)('without it money and tickets part: $rule', ({ broken, left = {}, start, finds }) => {
  expect(searchPurchases({ ...rules, ...broken }, left, start).wrong?.what).toBe(finds)
})

it.each(refundControls)('without it money and tickets part in a refund: $rule', ({ broken, left = {}, finds }) => {
  expect(searchRefunds({ ...rules, ...broken }, left).wrong?.what).toBe(finds)
})
