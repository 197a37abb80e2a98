import { describe, expect, it } from '@jest/globals'
import type { Federation } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import { z } from 'zod'
import { newSigningKey, signingKeyText } from '../keys/signing-key.ts'
import { readEnvironment } from './environment.ts'
import { keyFaults, keyVariables } from './key-environment.ts'

const [site, publisher, other] = [newSigningKey(), newSigningKey(), newSigningKey()]
const read = (environment: Record<string, string>) => readEnvironment(z.object(keyVariables), environment)

describe('private keys in the environment', () => {
  it('are read, or absent', () => {
    const both = read({ MATCHDAY_SITE_KEY: signingKeyText(site), MATCHDAY_PUBLISHER_KEY: signingKeyText(publisher) })
    expect(both.ok && [both.value.MATCHDAY_SITE_KEY, both.value.MATCHDAY_PUBLISHER_KEY]).toEqual([
      expect.objectContaining({ publicKey: site.publicKey }),
      expect.objectContaining({ publicKey: publisher.publicKey }),
    ])
    expect(read({})).toEqual({ ok: true, value: {} })
    expect(read({ MATCHDAY_SITE_KEY: '' })).toEqual({ ok: true, value: {} })
  })

  it('are told by name when they are none', () => {
    expect(read({ MATCHDAY_SITE_KEY: site.publicKey, MATCHDAY_PUBLISHER_KEY: 'x' })).toMatchObject({
      refusal: [
        { variable: 'MATCHDAY_SITE_KEY', reason: expect.stringContaining('is a public key') },
        { variable: 'MATCHDAY_PUBLISHER_KEY', reason: expect.stringContaining('is not a private key') },
      ],
    })
  })
})

describe('the keys of a site', () => {
  const [north, organiser] = ['north' as SiteId, 'organiser' as SiteId]
  const federation = (sites: object[], publicKey: string | null): Federation =>
    ({ publisher: { id: organiser, publicKey }, sites }) as unknown as Federation
  const filesOf = (...versions: [Federation, ...Federation[]]) => ({ current: versions[0], versions })
  const signed = federation([{ id: north, publicKey: site.publicKey }], publisher.publicKey)

  it('are those that the federation names, in any of its versions', () => {
    expect(keyFaults(filesOf(signed), north, { site, publisher: undefined })).toEqual([])
    expect(keyFaults(filesOf(signed), north, { site, publisher })).toEqual([])
    const next = federation([{ id: north, publicKey: other.publicKey }], other.publicKey)
    expect(keyFaults(filesOf(next, signed), north, { site, publisher })).toEqual([])
    expect(keyFaults(filesOf(next), north, { site, publisher })).toHaveLength(2)
  })

  it('are told when they are missing, or others', () => {
    const missing = keyFaults(filesOf(signed), north, { site: undefined, publisher: undefined })
    expect(missing).toEqual([{ variable: 'MATCHDAY_SITE_KEY', reason: expect.stringContaining('is not set') }])
    const wrong = keyFaults(filesOf(signed), north, { site: other, publisher: other })
    expect(wrong.map(({ variable }) => variable)).toEqual(['MATCHDAY_SITE_KEY', 'MATCHDAY_PUBLISHER_KEY'])
    expect(wrong[0]?.reason).toContain(site.publicKey)
    expect(wrong[1]?.reason).toContain(`names ${publisher.publicKey} for organiser`)
  })

  it('are told when the federation names none', () => {
    for (const sites of [[], [{ id: north, publicKey: null }]]) {
      const faults = keyFaults(filesOf(federation(sites, null)), north, { site, publisher })
      expect(faults.map(({ reason }) => reason.replace(/.*no public/, 'no public'))).toEqual([
        'no public key for north',
        'no public key for organiser',
      ])
    }
  })
})
