import { systemClock } from '@matchday/adapters/config/clock'
import { readMasterListFile } from '@matchday/adapters/files/master-list-file'
import { changeText } from '@matchday/domain/game/list-change-text'
import { diffLists } from '@matchday/domain/game/list-diff'
import type { MasterList } from '@matchday/domain/game/master-list'
import { saleLimits } from '@matchday/domain/game/master-list'
import { openPartitions } from '@matchday/domain/usecases/open-partitions'
import type { Publication, PublishedGame } from '@matchday/domain/usecases/publish-list'
import { planPublication, publishList } from '@matchday/domain/usecases/publish-list'
import type { Command } from 'commander'
import { confirm } from '../../confirm.ts'
import { exitCodes } from '../../exit-codes.ts'
import type { SiteParts } from '../../open-parts.ts'
import { withSite } from '../../open-parts.ts'
import type { Io } from '../../output.ts'
import { fail, json, line, plural } from '../../output.ts'
import { progress } from '../../progress.ts'
import { failUnlessPublisher } from '../../publisher.ts'
import type { SiteFlags } from '../../site-settings.ts'
import { addSiteFlags } from '../../site-settings.ts'
import { failOnFile } from '../../faults.ts'
import { comparable, siteList } from './site-list.ts'

type PublishFlags = SiteFlags & { readonly yes?: true; readonly json?: true }

/** How long the log may take to decide one game. */
const decisionTimeoutMs = 30_000
/** Changes named before the question; the others are counted. */
const namedMax = 20

/** Adds `publish FILE`: say in the log what a list changes, wait for what it decides, and report it. */
export function addPublish(masterlist: Command, io: Io): void {
  const command = masterlist
    .command('publish')
    .description('put a master list in force at every site, while sales run')
    .argument('<file>', 'a master list')
    .option('--yes', 'do not ask')
    .option('--json', 'answer for programs; asks nothing')
  addSiteFlags(command).action((file: string, flags: PublishFlags) =>
    withSite(flags, parts => publish(io, parts, file, flags)),
  )
}

async function publish(io: Io, parts: SiteParts, file: string, flags: PublishFlags): Promise<void> {
  const read = await readMasterListFile(file)
  if (!read.ok) return failOnFile(io, read.refusal, flags.json === true)
  await failUnlessPublisher(parts)
  const list = read.value
  const { site, salesLog, federation } = parts
  const before = await siteList(parts)
  const terms = { currency: list.currency, limits: saleLimits(list.limits) }
  const publisher = federation.current.publisher.id
  const publication = planPublication(publisher, site.catalogue.view().games, list.games, () => terms)
  if (flags.json !== true) announce(io, before, list, publication)
  if (publication.records.length > 0 && flags.yes !== true && flags.json !== true) {
    await confirm(io, `Publish ${plural(publication.records.length, 'game')} to every site?`)
  }
  const ports = { salesLog, copy: site.copy, decisions: site.decisions, journal: site.journal, clock: systemClock }
  await openPartitions(ports, federation.current)
  const bar = progress(io, 'publishing')
  let done = 0
  const all = publication.records.length
  const decided = await publishList({ ...ports, decisionTimeoutMs }, publication, () => bar.update(++done, all))
  bar.stop()
  report(io, decided, publication, flags)
}

/** Say what will change, before anything does. */
function announce(io: Io, before: MasterList | null, list: MasterList, { missing, records }: Publication): void {
  const changes = before === null ? [] : diffLists(before, comparable(list, before)).map(changeText)
  for (const change of changes.slice(0, namedMax)) line(io, change)
  if (changes.length > namedMax) line(io, `... and ${plural(changes.length - namedMax, 'more change')}`)
  if (before === null) line(io, `${plural(records.length, 'game')} will open.`)
  if (missing.length > 0) line(io, `Not in the list, and stay on sale: game ${missing.join(', ')}.`)
}

function report(
  io: Io,
  decided: readonly PublishedGame[],
  { unchanged }: Publication,
  flags: PublishFlags,
): void {
  const failed = decided.filter(({ kind }) => kind !== 'applied')
  if (flags.json === true) json(io, { decided, unchanged })
  else {
    line(io, `${plural(decided.length - failed.length, 'game')} published, ${unchanged.length} unchanged.`)
    for (const game of failed) line(io, failureText(game))
  }
  if (failed.length > 0) fail(`${plural(failed.length, 'game')} not published`, exitCodes.no)
}

function failureText(decided: PublishedGame): string {
  if (decided.kind === 'refused') return `game ${decided.game}: refused, ${JSON.stringify(decided.detail)}`
  return `game ${decided.game}: not decided in time; is the consumer running? Publish again to see`
}
