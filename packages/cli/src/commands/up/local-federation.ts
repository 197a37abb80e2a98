import { writeFile } from 'node:fs/promises'
import { readFederationFile } from '@matchday/adapters/federation/federation-file'
import type { MasterList } from '@matchday/domain/game/master-list'
import type { Federation } from '@matchday/domain/inventory/federation'
import type { SiteId } from '@matchday/domain/inventory/ids'
import { draftFederation, federationText } from '../../draft-federation.ts'
import { exitCodes } from '../../exit-codes.ts'
import { fail } from '../../output.ts'
import type { Home } from './home.ts'
import { siteIds } from './home.ts'

/** Who lists the games: a role of its own, which no site has by selling. */
const publisher = 'organiser' as SiteId

/** Sites on one machine share a log that they trust, so nobody signs. */
const unsigned = { publicKey: null }

/**
 * The federation of the sites on this machine: made with the folder, and kept as it was made.
 * @throws CliFailure where the folder sells another tournament, or its file is damaged
 */
export async function localFederation(home: Home, list: MasterList, logId: string): Promise<Federation> {
  const known = await readFederationFile(home.federationFile)
  if (known.ok) {
    const { tournament } = known.value
    if (tournament === list.tournament.id) return known.value
    return fail(
      `${home.dir} sells ${tournament}, not ${list.tournament.id}: --fresh begins anew, --data uses another folder`,
      exitCodes.usage,
    )
  }
  if (known.refusal.kind === 'faults') {
    return fail(`${home.federationFile} is damaged; --fresh begins anew`, exitCodes.io)
  }
  await writeFile(home.federationFile, federationText(made(list, logId)))
  const written = await readFederationFile(home.federationFile)
  return written.ok ? written.value : fail(`cannot write ${home.federationFile}`, exitCodes.io)
}

/** No site here is strict about quantities, so a hold may be as large as a buyer's limit. */
const made = (list: MasterList, logId: string): Omit<Federation, 'sha256'> =>
  draftFederation(list, {
    logId,
    partitions: 1,
    publisher: { id: publisher, ...unsigned },
    sites: siteIds.map((id, index) => ({ id, ...unsigned, name: `Site ${index + 1}`, waits: true })),
    wireQuantityMax: list.limits.perBuyerAndGame,
  })
