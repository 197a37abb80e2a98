import type { BuyerHash } from '../inventory/ids.ts'

/** Hex HMAC-SHA256 of a text under this site's secret: ids that only this site can make, and makes again. */
export type KeyedHash = (text: string) => string

/** The buyer as the log knows one: a hash of the normalised e-mail under the federation's secret. */
export type HashBuyer = (email: string) => BuyerHash

/** A UUID nobody can guess. */
export type NewId = () => string
