import type { Signer } from '@matchday/domain/inventory/federation'
import type { PartitionState } from '@matchday/domain/inventory/state'
import type { FederationRefusal } from '@matchday/domain/usecases/publish-federation'
import { planFederation, speaksFor } from '@matchday/domain/usecases/publish-federation'
import { firstPublisher } from '@matchday/adapters/federation/fold-tools'
import { exitCodes } from './exit-codes.ts'
import type { SiteParts } from './open-parts.ts'
import { fail } from './output.ts'

/** Where every partition stands by the site's copy. */
export const partitionStates = ({ site, salesLog }: SiteParts): Promise<PartitionState[]> =>
  Promise.all(Array.from({ length: salesLog.partitions }, (_, partition) => site.copy.partition(partition)))

/**
 * The partitions that this site's federation file is not in force in yet.
 * @throws CliFailure where it may not be put in force, or not by whoever holds this process's key
 */
export async function partitionsToTell(parts: SiteParts): Promise<readonly number[]> {
  const { settings, federation } = parts
  const publicKey = settings.MATCHDAY_PUBLISHER_KEY?.publicKey ?? null
  const publishing = { publicKey, opener: firstPublisher(federation) }
  const plan = planFederation(await partitionStates(parts), federation.current, publishing)
  if (plan.ok) return plan.value
  return fail(refusalText(plan.refusal, federation.current.version), exitCodes.no)
}

/** Ends the command unless this process may publish lists. @throws CliFailure */
export async function failUnlessPublisher(parts: SiteParts): Promise<void> {
  await partitionsToTell(parts)
  const { publisher } = parts.federation.current
  if (speaksFor(publisher, parts.settings.MATCHDAY_PUBLISHER_KEY?.publicKey ?? null)) return
  fail(onlyText(publisher), exitCodes.no)
}

const onlyText = ({ id, publicKey }: Signer): string =>
  `only ${id} publishes: set MATCHDAY_PUBLISHER_KEY to the private key of ${publicKey}`

function refusalText(refusal: FederationRefusal, version: number): string {
  const { partition } = refusal
  switch (refusal.kind) {
    case 'moved':
      return `version ${version} may not change ${refusal.what}, which is ${refusal.inForce} in partition ${partition}`
    case 'version-passed':
      return `partition ${partition} is on version ${refusal.inForce}, and this file is version ${version}: raise it`
    case 'version-taken':
      return (
        `another file is version ${version} in partition ${partition}, of SHA-256 ${refusal.sha256}: ` +
        'restore that one, or raise the version'
      )
    case 'not-the-publisher':
      return onlyText(refusal.publisher)
    default:
      return refusal satisfies never
  }
}
