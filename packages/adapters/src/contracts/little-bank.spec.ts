import type { PaymentMethod } from '@matchday/domain/payment/ids'
import { littleBank, littleCharge } from '@matchday/domain/testing/little-bank'
import { act, intentIn } from '@matchday/domain/testing/provider'
import { chargeCardContract } from './charge-card.contract.ts'

// The bank that the domain is tested with is held to what every provider is held to.
chargeCardContract(() => {
  const bank = littleBank()
  const card = (name: string): PaymentMethod => `pm_card_${name}` as PaymentMethod
  return Promise.resolve({
    chargeCard: littleCharge(bank),
    cards: { accepted: card('visa'), careful: card('3ds'), declined: [[card('empty'), 'declined']] },
    authenticate: (intent, succeeds) => {
      bank.provider = act(bank.provider, intent, succeeds)
      return Promise.resolve()
    },
    moneyOf: intent => {
      const { captured, returned } = intentIn(bank.provider, intent)
      return Promise.resolve({ captured, returned })
    },
    remove: () => Promise.resolve(),
  })
})
