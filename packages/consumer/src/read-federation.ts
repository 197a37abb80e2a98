import { Misconfigured } from '@matchday/adapters/config/misconfigured'
import type { FederationFiles } from '@matchday/adapters/federation/federation-file'
import { readFederationFiles } from '@matchday/adapters/federation/federation-file'

/** This site's federation files. @throws Misconfigured that names the first fault and counts the others */
export async function readFederation(file: string): Promise<FederationFiles> {
  const read = await readFederationFiles(file)
  if (read.ok) return read.value
  if (read.refusal.kind === 'unreadable') throw new Misconfigured(`${read.refusal.file} ${read.refusal.reason}`)
  const [first, ...others] = read.refusal.faults
  const more = others.length > 0 ? `, and ${others.length} more` : ''
  throw new Misconfigured(`${first?.file}:${first?.line}: ${first?.path.join('.')} ${first?.reason}${more}`)
}
