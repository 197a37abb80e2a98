import { expect, it } from '@jest/globals'
import { after, authorised, bought, intent, opened, seats } from '../testing/payments.ts'
import { askAfterMs, lookAtMs, recoverAfterMs } from './watch.ts'

const waiting = after(opened, { kind: 'action-required', intent, action: { url: '' } })
const asked = after(opened, ...bought, { kind: 'refund-asked', number: 1, seats, by: 'buyer' })
const undone = after(opened, authorised, { kind: 'undoing', intent, why: 'seats-gone' })

it.each([
  ['between two steps', [opened, after(opened, authorised), undone, asked], 1_000 + recoverAfterMs],
  ['in the buyer\'s turn', [waiting], 1_000 + askAfterMs],
  ['at rest', [after(opened, ...bought), after(undone, { kind: 'voided' })], null],
])('%s a payment is looked at when it should be', (_, payments, atMs) => {
  for (const payment of payments) expect(lookAtMs(payment, 1_000)).toBe(atMs)
})
