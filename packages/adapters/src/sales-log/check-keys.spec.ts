import { describe, expect, it } from '@jest/globals'
import { federationOf, site as siteId } from '@matchday/domain/testing/world'
import { Misconfigured } from '../config/misconfigured.ts'
import { otherKeys, publisherKeys, siteKeys } from '../signing/testing/signed-log.ts'
import { checkKeys } from './check-keys.ts'

const made = federationOf(1)
const withKey = (publicKey: string | null) => made.sites.map(one => ({ ...one, publicKey }))
const publisherSigns = { ...made, publisher: { ...made.publisher, publicKey: publisherKeys.publicKey } }
const federation = { ...publisherSigns, sites: withKey(siteKeys.publicKey) }
const [site, publisher, other] = [siteKeys.privateKey, publisherKeys.privateKey, otherKeys.privateKey]

describe('the keys that a process signs with', () => {
  it('are those that federation.json has for it', () => {
    expect(() => checkKeys({ site, publisher: null }, federation, siteId('a'))).not.toThrow()
    expect(() => checkKeys({ site, publisher }, federation, siteId('a'))).not.toThrow()
  })

  it.each([
    ['the key of another site', { site: other, publisher: null }, federation,
      'MATCHDAY_SITE_KEY is not the key that federation.json has for the site a'],
    ['the key of another publisher', { site, publisher: other }, federation,
      'MATCHDAY_PUBLISHER_KEY is not the key that federation.json has for the publisher'],
    ['a site without one', { site, publisher: null }, { ...publisherSigns, sites: withKey(null) },
      'federation.json has no key for the site a, and over Kafka everybody signs'],
  ])('are refused: %s', (_, keys, file, message) => {
    expect(() => checkKeys(keys, file, siteId('a'))).toThrow(new Misconfigured(message))
  })
})
