import type { Site } from '@matchday/adapters/postgres/open-site'
import type { MasterList } from '@matchday/domain/game/master-list'
import { saleLimits } from '@matchday/domain/game/master-list'
import type { Federation } from '@matchday/domain/inventory/federation'
import type { Clock } from '@matchday/domain/ports/clock'
import type { SalesLog } from '@matchday/domain/ports/sales-log'
import { openPartitions } from '@matchday/domain/usecases/open-partitions'
import { planPublication, publishList } from '@matchday/domain/usecases/publish-list'
import { exitCodes } from '../../exit-codes.ts'
import { fail, plural } from '../../output.ts'

/** How long a site just started may take to fold what is in the log already. */
const decisionTimeoutMs = 60_000

/**
 * Put the federation in force and list every game that is not listed yet. Games that are listed stay as they are:
 * what changes them is `masterlist publish`.
 * @param onDecided called with how many games are open so far, and of how many
 * @throws CliFailure when the log refuses a game
 */
export async function openTournament(
  { site, salesLog, clock }: { readonly site: Site; readonly salesLog: SalesLog; readonly clock: Clock },
  federation: Federation,
  list: MasterList,
  onDecided: (done: number, all: number) => void,
): Promise<void> {
  await openPartitions({ salesLog, copy: site.copy, clock }, federation)
  await site.catalogue.loaded
  const { games } = site.catalogue.view()
  const closed = list.games.filter(({ game }) => (games.get(game)?.list ?? null) === null)
  const terms = { currency: list.currency, limits: saleLimits(list.limits) }
  const publication = planPublication(federation.publisher.id, games, closed, () => terms)
  const ports = { salesLog, decisions: site.decisions, journal: site.journal, clock, decisionTimeoutMs }
  let done = 0
  const decided = await publishList(ports, publication, () => onDecided(++done, closed.length))
  const failed = decided.filter(({ kind }) => kind !== 'applied')
  if (failed.length === 0) return
  const numbers = failed.map(({ game }) => game).join(', ')
  fail(`${plural(failed.length, 'game')} could not be opened (${numbers}); start again to try again`, exitCodes.io)
}
