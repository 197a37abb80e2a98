import type { KeyObject } from 'node:crypto'
import type { Federation } from '@matchday/domain/inventory/federation'
import { siteInForce } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import { Misconfigured } from '../config/misconfigured.ts'
import { publicKeyText } from '../keys/private-key.ts'
import type { SigningKeys } from '../signing/signer.ts'

/**
 * Whether this process signs with the keys that `federation.json` has for it: what it signs with others no site
 * believes, and it would find out by a dead letter for each of its records.
 * @throws Misconfigured that names the variable, and no key
 */
export function checkKeys(keys: SigningKeys, federation: Federation, site: SiteId): void {
  const found = siteInForce(federation, site)
  // That a site is in the roster at all is another check's business.
  if (found !== undefined) check('MATCHDAY_SITE_KEY', keys.site, found.publicKey, `the site ${site}`)
  if (keys.publisher === null) return
  check('MATCHDAY_PUBLISHER_KEY', keys.publisher, federation.publisher.publicKey, 'the publisher')
}

function check(variable: string, key: KeyObject, publicKey: string | null, whose: string): void {
  if (publicKey === null) {
    throw new Misconfigured(`federation.json has no key for ${whose}, and over Kafka everybody signs`)
  }
  if (publicKeyText(key) === publicKey) return
  throw new Misconfigured(`${variable} is not the key that federation.json has for ${whose}`)
}
