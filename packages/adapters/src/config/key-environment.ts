import type { Federation } from '@matchday/domain/inventory/federation'
import { siteInForce } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import { z } from 'zod'
import type { FederationFiles } from '../federation/federation-file.ts'
import type { SigningKey } from '../keys/signing-key.ts'
import { readSigningKey } from '../keys/signing-key.ts'
import type { EnvironmentFault } from './environment.ts'

export const signingKey = z.string().transform((text, context) => {
  const read = readSigningKey(text)
  if (read.ok) return read.value
  context.addIssue(read.refusal)
  return z.NEVER
})

/** Private keys, by variable; on a log whose writers trust each other there are none. */
export const keyVariables = { MATCHDAY_SITE_KEY: signingKey.optional(), MATCHDAY_PUBLISHER_KEY: signingKey.optional() }

export type Keys = { readonly site: SigningKey | undefined; readonly publisher: SigningKey | undefined }

/**
 * Why a site cannot speak on a signed log: what it signs with other keys than the federation's files name would be dead
 * letters, every record of it. Any version of the file will do, for a new key is published under the old one. Empty: it
 * can. The publisher's key may be absent; then this site publishes nothing.
 */
export function keyFaults(files: FederationFiles, site: SiteId, keys: Keys): EnvironmentFault[] {
  const siteKeyOf = (federation: Federation) => siteInForce(federation, site)?.publicKey ?? null
  const publisherKeyOf = ({ publisher }: Federation) => publisher.publicKey
  const { id } = files.current.publisher
  const faults = [
    faultOf('MATCHDAY_SITE_KEY', keys.site, site, files, siteKeyOf),
    keys.publisher && faultOf('MATCHDAY_PUBLISHER_KEY', keys.publisher, id, files, publisherKeyOf),
  ]
  return faults.filter(fault => fault !== undefined)
}

function faultOf(
  variable: keyof typeof keyVariables,
  key: SigningKey | undefined,
  id: SiteId,
  { current, versions }: FederationFiles,
  keyIn: (federation: Federation) => string | null,
): EnvironmentFault | undefined {
  const fault = (reason: string): EnvironmentFault => ({ variable, reason })
  if (key === undefined) return fault(`is not set; it is the private key of ${id}, see \`matchday keys new\``)
  if (versions.some(version => keyIn(version) === key.publicKey)) return undefined
  const named = keyIn(current)
  if (named === null) return fault(`is of no use: federation.json has no public key for ${id}`)
  return fault(`is of the public key ${key.publicKey}, but federation.json names ${named} for ${id}`)
}
