import { Misconfigured } from '@matchday/adapters/config/misconfigured'
import type { FederationFiles } from '@matchday/adapters/federation/federation-file'
import { readFederationFiles } from '@matchday/adapters/federation/federation-file'
import { describeRefusal } from '@matchday/adapters/files/read-json-file'

/** This site's federation files. @throws Misconfigured with a line a fault */
export async function readFederation(file: string): Promise<FederationFiles> {
  const read = await readFederationFiles(file)
  if (read.ok) return read.value
  throw new Misconfigured(describeRefusal(read.refusal))
}
