import { domainToASCII } from 'node:url'
import type { BuyerHash } from '@matchday/domain/inventory/ids'
import type { HashBuyer } from '@matchday/domain/ports/identity'
import { createHmacSha256 } from './hmac-sha256.ts'

/**
 * How the log knows a buyer: base64url of HMAC-SHA256, under the federation's secret, of the normal form of the
 * e-mail. All sites must agree on every byte of it, or the limit per buyer would not hold across sites.
 * @throws RangeError for a secret that is too short
 */
export function createHashBuyer(federationSecret: string): HashBuyer {
  const hmac = createHmacSha256(federationSecret)
  return email => hmac(normalEmail(email), 'base64url') as BuyerHash
}

/**
 * Trimmed, NFKC, lower case, the domain in punycode. A domain that has no punycode stays as it is: it is no address,
 * but two such buyers are still two.
 */
export function normalEmail(email: string): string {
  const text = email.trim().normalize('NFKC').toLowerCase()
  const at = text.lastIndexOf('@')
  const domain = text.slice(at + 1)
  return at < 0 || plainDomain.test(domain) ? text : `${text.slice(0, at)}@${domainToASCII(domain) || domain}`
}

/**
 * Domains that are their own punycode, as almost all are: to ask costs as much as to hash. One whose last label is not
 * all letters may be read as an address in numbers, and is written another way then.
 */
const plainDomain = /^(?:[a-z0-9-]+\.)+[a-z]+$/
