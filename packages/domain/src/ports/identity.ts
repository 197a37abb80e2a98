import type { BuyerHash } from '../inventory/ids.ts'

/** The buyer as the log knows one: a hash of the normalised e-mail under the federation's secret. */
export type HashBuyer = (email: string) => BuyerHash

/** A UUID nobody can guess. */
export type NewId = () => string
