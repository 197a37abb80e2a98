import { writeFile } from 'node:fs/promises'
import type { FederationFiles } from '@matchday/adapters/federation/federation-file'
import { readFederationFiles } from '@matchday/adapters/federation/federation-file'
import type { MasterList } from '@matchday/domain/game/master-list'
import type { Federation, Signer } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import { draftFederation, federationText } from '../../draft-federation.ts'
import { exitCodes } from '../../exit-codes.ts'
import { fail } from '../../output.ts'
import type { LogKind } from './flags.ts'
import { logNames } from './flags.ts'
import type { Home, Secrets } from './home.ts'
import { publisherId, siteIds } from './home.ts'

/** What its sites do not choose: the tournament, the log, and whether they sign what they say there. */
export type LocalTerms = {
  readonly list: MasterList
  readonly secrets: Secrets
  /** Sites on one machine trust each other in a log that only they reach; over Kafka everybody signs. */
  readonly log: LogKind
}

/**
 * The federation of the sites on this machine: made with the folder, and kept as it was made.
 * @throws CliFailure where the folder sells another tournament or over another log, or its file is damaged
 */
export async function localFederation(home: Home, terms: LocalTerms): Promise<FederationFiles> {
  const known = await readFederationFiles(home.federationFile)
  if (known.ok) {
    failUnlessSame(home, known.value.current, terms)
    return known.value
  }
  if (known.refusal.kind === 'faults') {
    return fail(`${home.federationFile} is damaged; --fresh begins anew`, exitCodes.io)
  }
  await writeFile(home.federationFile, federationText(made(terms)))
  const written = await readFederationFiles(home.federationFile)
  return written.ok ? written.value : fail(`cannot write ${home.federationFile}`, exitCodes.io)
}

function failUnlessSame({ dir }: Home, { tournament, publisher }: Federation, { list, log }: LocalTerms): void {
  const knownLog: LogKind = publisher.publicKey === null ? 'postgres' : 'kafka'
  const [has, wanted] = tournament === list.tournament.id
    ? [`over ${logNames[knownLog]}`, `over ${logNames[log]}`]
    : [tournament, list.tournament.id]
  if (has === wanted) return
  fail(`${dir} sells ${has}, not ${wanted}: --fresh begins anew, --data uses another folder`, exitCodes.usage)
}

/** No site here is strict about quantities, so a hold may be as large as a buyer's limit. */
function made({ list, secrets, log }: LocalTerms): Omit<Federation, 'sha256'> {
  const signer = (id: SiteId): Signer => {
    const publicKey = log === 'kafka' ? secrets.signingKeys[id]?.publicKey : undefined
    return { id, publicKey: publicKey ?? null }
  }
  return draftFederation(list, {
    logId: secrets.logId,
    partitions: 1,
    publisher: signer(publisherId),
    sites: siteIds.map((id, index) => ({ ...signer(id), name: `Site ${index + 1}`, waits: true })),
    wireQuantityMax: list.limits.perBuyerAndGame,
  })
}
