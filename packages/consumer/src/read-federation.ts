import type { FederationFiles } from '@matchday/adapters/federation/federation-file'
import { readFederationFiles } from '@matchday/adapters/federation/federation-file'
import { ConsumerFailure } from './failure.ts'

/** This site's federation files. @throws ConsumerFailure that names the first fault and counts the others */
export async function readFederation(file: string): Promise<FederationFiles> {
  const read = await readFederationFiles(file)
  if (read.ok) return read.value
  if (read.refusal.kind === 'unreadable') throw new ConsumerFailure(`${read.refusal.file} ${read.refusal.reason}`)
  const [first, ...others] = read.refusal.faults
  const more = others.length > 0 ? `, and ${others.length} more` : ''
  throw new ConsumerFailure(`${first?.file}:${first?.line}: ${first?.path.join('.')} ${first?.reason}${more}`)
}
