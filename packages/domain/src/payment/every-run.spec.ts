import { expect, it } from '@jest/globals'
import { rules } from '../testing/search/rules.ts'
import { searchPurchases, searchRefunds } from '../testing/search/search.ts'

/** In every search handlers and recovery work at once, die or stall anywhere; expiry and a lapse come at any moment. */
it.each([
  ['a purchase, with a record or call lost or delayed and a capture refused', () =>
    searchPurchases(rules, { mishaps: 1, refusedCaptures: 1 })],
  ['a purchase with two cards', () => searchPurchases(rules, { cards: 1 })],
  ['a purchase whose buyer may take too long', () => searchPurchases(rules, { deadlines: 1 })],
  ['two refunds, with a record or call lost or delayed', () => searchRefunds(rules, { refunds: 2, mishaps: 1 })],
  ['two refunds, one of which may come back', () => searchRefunds(rules, { refunds: 2, bounces: 1 })],
])('no run ends with money and tickets on different sides: %s', (name, search) => {
  const { states, moves, ends, wrong } = search()
  process.stdout.write(`${name}: ${states} states, ${moves} moves, ${ends} ends\n`)
  expect(wrong).toBeNull()
})
