import { currency } from '@matchday/domain/game/currency'
import type { Money } from '@matchday/domain/game/money'
import { fromMajorUnits } from '@matchday/domain/game/money'

/** @throws Error for a price that its currency cannot state: lists are checked before they are published */
export function moneyOf(price: number, code: string): Money {
  const money = fromMajorUnits(price, currency(code))
  if (!money.ok) throw new Error(`${price} ${code} is not exact money: ${money.refusal.kind}`)
  return money.value
}

/** A unit price as money, and as the list states it. */
export const presentPrice = (price: number, code: string) => ({ ...moneyOf(price, code), listed: price })
