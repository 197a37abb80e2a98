import type { SaleRequested } from './entry.ts'
import type { Hold, SoldHold } from './hold.ts'

/** Why a sale was refused. Stored: add, never rename. */
export type SaleRefusal = 'unknown-hold' | 'does-not-fit' | 'expired' | 'released' | 'refused' | 'refunded'

export type SaleDecision =
  | { readonly kind: 'sold'; readonly hold: SoldHold }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'refused'; readonly why: SaleRefusal }

/** A live hold is sold on its own terms, whatever today's list says; what has ended stays ended. */
export function decideSale(hold: Hold | undefined, sale: SaleRequested): SaleDecision {
  if (hold === undefined) return { kind: 'refused', why: 'unknown-hold' }
  switch (hold.state) {
    case 'held': {
      if (!fits(hold, sale)) return { kind: 'refused', why: 'does-not-fit' }
      const { expiresAtMs: _, ...terms } = hold
      return { kind: 'sold', hold: { ...terms, state: 'sold', returnedSeats: [] } }
    }
    case 'sold':
      return fits(hold, sale) ? { kind: 'repeated' } : { kind: 'refused', why: 'does-not-fit' }
    case 'expired':
    case 'released':
    case 'refused':
    case 'refunded':
      return { kind: 'refused', why: hold.state }
    default:
      return hold satisfies never
  }
}

const fits = (hold: Hold, sale: SaleRequested): boolean =>
  hold.category === sale.category && hold.quantity === sale.quantity && hold.price === sale.price
