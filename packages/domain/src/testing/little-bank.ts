import type { ChargeCard } from '../ports/charge-card.ts'
import type { Guard } from './little-store.ts'
import { unguarded } from './little-store.ts'
import type { Answered, Provider } from './provider.ts'
import { authorise, cancel, capture, newProvider, refund, retrieve } from './provider.ts'

/** A payment provider in memory, and whether it takes what it reserved and returns what it took. */
export type LittleBank = { provider: Provider; captures: boolean; refunds: boolean }

export const littleBank = (): LittleBank => ({ provider: newProvider, captures: true, refunds: true })

/** What a card does is in its name; any other is declined. */
const cards: Readonly<Record<string, 'authorised' | 'requires-action'>> = {
  pm_card_visa: 'authorised',
  pm_card_3ds: 'requires-action',
}

/** Access to a bank for one process. */
export function littleCharge(bank: LittleBank, guard: Guard = unguarded): ChargeCard {
  const ask = <Answer>(question: (provider: Provider) => Answered<Answer>) =>
    guard<Answer | 'unknown'>('provider', () => {
      const [after, answer] = question(bank.provider)
      bank.provider = after
      return answer
    })
  return {
    authorise: order => ask(provider => authorise(provider, order, cards[order.method] ?? 'open')),
    capture: order => ask(provider => capture(provider, order, bank.captures ? 'captured' : 'refused')),
    void: order => ask(provider => cancel(provider, order)),
    refund: order => ask(provider => refund(provider, order, bank.refunds ? 'returned' : 'refused')),
    retrieve: intent => ask(provider => retrieve(provider, intent)),
  }
}
