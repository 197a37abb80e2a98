/** Hex HMAC-SHA256 of a text under this site's secret: ids that only this site can make, and makes again. */
export type KeyedHash = (text: string) => string
