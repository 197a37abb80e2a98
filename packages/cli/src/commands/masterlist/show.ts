import type { Command } from 'commander'
import { Option } from 'commander'
import { readListFile } from '@matchday/adapters/files/master-list-file'
import type { GameListing } from '@matchday/domain/game/listing'
import type { Stage } from '@matchday/domain/game/stage'
import { stages, stagesOf } from '@matchday/domain/game/stage'
import { utcText } from '@matchday/domain/game/utc-time'
import { wireGame } from '@matchday/domain/game/wire-game'
import { withSite } from '../../open-parts.ts'
import type { Io } from '../../output.ts'
import { json, line, table } from '../../output.ts'
import type { SiteFlags } from '../../site-settings.ts'
import { addSiteFlags } from '../../site-settings.ts'
import { failOnFile } from '../../faults.ts'
import { siteList } from './site-list.ts'

type ShowFlags = SiteFlags & {
  readonly team?: string
  readonly group?: string
  readonly stage?: Stage
  readonly json?: true
}

/** Adds `show [FILE]`: the games of a list, or of a site, as a table or as wire values with their stage. */
export function addShow(masterlist: Command, io: Io): void {
  const command = masterlist
    .command('show')
    .description('the games of a master list, or those that a site sells')
    .argument('[file]', 'a master list, or a bare array of games')
    .option('--team <name>', 'only games of this team, whatever the case of its letters')
    .option('--group <letter>', 'only games of this group')
    .addOption(new Option('--stage <stage>', 'only games of this stage').choices([...stages]))
    .option('--json', 'answer for programs')
  addSiteFlags(command).action(async (file: string | undefined, flags: ShowFlags) =>
    show(io, file === undefined ? await shownSite(flags) : await shownFile(io, file, flags), flags),
  )
}

type Shown = { readonly games: readonly GameListing[]; readonly currency: string | null }

async function shownFile(io: Io, file: string, flags: ShowFlags): Promise<Shown> {
  const read = await readListFile(file)
  if (!read.ok) return failOnFile(io, read.refusal, flags.json === true)
  const { value } = read
  return value.kind === 'list' ? value.list : { games: value.games, currency: null }
}

async function shownSite(flags: ShowFlags): Promise<Shown> {
  const list = await withSite(flags, siteList)
  return list ?? { games: [], currency: null }
}

function show(io: Io, { games: all, currency }: Shown, flags: ShowFlags): void {
  const stageOf = stagesOf(all)
  const games = all
    .map(listing => ({ listing, stage: stageOf.get(listing.game) ?? 'knockout' }))
    .filter(({ listing, stage }) => isAsked(listing, stage, flags))
  if (flags.json === true) return json(io, games.map(({ listing, stage }) => ({ ...wireGame(listing), stage })))
  if (games.length === 0) return line(io, 'No game of the list is such a one.')
  const prices = currency === null ? 'Prices' : `Prices, ${currency}`
  const head = ['Game', 'Stage', 'Group', 'Kick-off (UTC)', 'Venue', 'Home', 'Away', 'Seats', prices]
  table(io, head, games.map(({ listing, stage }) => row(listing, stage)))
}

function isAsked({ home, away, group }: GameListing, stage: Stage, flags: ShowFlags): boolean {
  const team = flags.team?.toLowerCase()
  if (team !== undefined && home.toLowerCase() !== team && away.toLowerCase() !== team) return false
  if (flags.group !== undefined && group !== flags.group.toUpperCase()) return false
  return flags.stage === undefined || stage === flags.stage
}

function row(listing: GameListing, stage: Stage): (string | number)[] {
  const { game, group, kickOffMs, venue, home, away, categories } = listing
  const seats = categories.reduce((sum, category) => sum + category.capacity, 0)
  const kickOff = utcText(kickOffMs).replace('T', ' ').replace(/:00Z$/, '').replace(/Z$/, '')
  return [game, stage, group ?? '', kickOff, venue, home, away, seats, categories.map(({ price }) => price).join(' / ')]
}
