import { decideRelease } from '../../inventory/decide-release.ts'
import { decideSale } from '../../inventory/decide-sale.ts'
import { evolve } from '../../payment/evolve.ts'
import { nextStep } from '../../payment/next-step.ts'
import { afterReading } from '../../payment/seen.ts'

/** What is searched: the implementation's own functions, and what its ports promise. A control breaks one of them. */
export type Rules = {
  readonly nextStep: typeof nextStep
  readonly evolve: typeof evolve
  readonly afterReading: typeof afterReading
  readonly decideSale: typeof decideSale
  readonly decideRelease: typeof decideRelease
  /** An event is written only on top of the row that it was decided on. */
  readonly compareAndSet: boolean
  /** The provider answers an order whose key it knows as it did before. */
  readonly idempotent: boolean
  /** Something takes up what a handler left. */
  readonly recovery: boolean
  /** A refund is written before anything is asked of the provider. */
  readonly writesRefundsFirst: boolean
}

export const rules: Rules = {
  nextStep,
  evolve,
  afterReading,
  decideSale,
  decideRelease,
  compareAndSet: true,
  idempotent: true,
  recovery: true,
  writesRefundsFirst: true,
}
