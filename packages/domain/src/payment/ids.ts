import type { Brand } from '../brand.ts'

/** The provider's name for what it does with one reservation's money. */
export type IntentId = Brand<string, 'IntentId'>

/** The provider's token for a way to pay, such as `pm_card_visa`. Never a card number. */
export type PaymentMethod = Brand<string, 'PaymentMethod'>

const methodPattern = /^[a-z]{2,10}_[A-Za-z0-9_]{1,200}$/
const cardPattern = /(?:\d[ ._-]?){12}/

/** Whether a text has the shape of a token: a prefix, an underscore, a name. What may hold a card number has not. */
export const isPaymentMethod = (text: string): text is PaymentMethod => methodPattern.test(text) && !hasCardNumber(text)

/** Whether twelve digits or more, the fewest that a card has, follow each other at most one separator apart. */
export const hasCardNumber = (text: string): boolean => cardPattern.test(text)
