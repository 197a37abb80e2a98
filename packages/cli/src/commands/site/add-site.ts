import { divergenceText } from '@matchday/domain/inventory/digest-standing'
import { sellable } from '@matchday/domain/inventory/stock'
import type { Command } from 'commander'
import type { SiteParts } from '../../open-parts.ts'
import { withSite } from '../../open-parts.ts'
import type { Io } from '../../output.ts'
import { json, line, table } from '../../output.ts'
import type { SiteFlags } from '../../site-settings.ts'
import { addSiteFlags } from '../../site-settings.ts'

type StatusFlags = SiteFlags & { readonly json?: true }

/** Adds `site status`: where a site's copy stands against the log, and what it counts. */
export function addSite(program: Command, io: Io): void {
  const site = program.command('site').description('look at one site')
  const command = site
    .command('status')
    .description("where the site's copy stands, and what it counts")
    .option('--json', 'answer for programs')
  addSiteFlags(command).action((flags: StatusFlags) => withSite(flags, parts => status(io, parts, flags)))
}

async function status(io: Io, parts: SiteParts, flags: StatusFlags): Promise<void> {
  const { settings, site, salesLog } = parts
  await site.catalogue.loaded
  const { partitions, deadLetters, openGiveBacks, openNotices } = await site.records.status()
  const ends = await Promise.all(Array.from({ length: salesLog.partitions }, (_, index) => salesLog.end(index)))
  const places = ends.map((end, partition) => {
    const at = partitions.find(found => found.partition === partition)
    const nextOffset = at?.nextOffset ?? 0
    const federation = at?.federation?.version ?? null
    return { partition, end, nextOffset, behind: end - nextOffset, logTimeMs: at?.logTimeMs ?? null, federation }
  })
  const seats = seatsOf(parts)
  const standings = await site.convergence.standings()
  if (flags.json === true) {
    const open = { deadLetters, openGiveBacks, openNotices }
    return json(io, { site: settings.MATCHDAY_SITE, logId: salesLog.logId, places, seats, ...open, standings })
  }
  line(io, `${settings.MATCHDAY_SITE} on log ${salesLog.logId}`)
  table(
    io,
    ['Partition', 'Log end', 'Folded', 'Behind', 'Log time', 'Federation'],
    places.map(({ partition, end, nextOffset, behind, logTimeMs, federation }) => [
      partition, end, nextOffset, behind, timeText(logTimeMs), federation === null ? 'none' : `version ${federation}`,
    ]),
  )
  const { games, ...counts } = seats
  table(io, ['Games', ...Object.keys(counts)], [[games, ...Object.values(counts)]])
  line(io, `${deadLetters} dead letters, ${openGiveBacks} holds to give back, ${openNotices} notices to give`)
  for (const standing of standings) {
    if (standing.differsFrom !== null) line(io, `DIVERGENCE: ${divergenceText(standing.partition, standing)}`)
  }
}

/** Seats over all games, by what they are. */
function seatsOf({ site }: SiteParts): Readonly<Record<'games' | 'capacity' | 'held' | 'sold' | 'sellable', number>> {
  const games = [...site.catalogue.view().games.values()].filter(({ list }) => list !== null)
  const sum = { games: games.length, capacity: 0, held: 0, sold: 0, sellable: 0 }
  for (const stock of games.flatMap(({ categories }) => [...categories.values()])) {
    sum.capacity += stock.capacity
    sum.held += stock.held
    sum.sold += stock.sold + stock.announcedSold
    sum.sellable += Math.max(0, sellable(stock))
  }
  return sum
}

const timeText = (ms: number | null): string => (ms === null ? 'none' : new Date(ms).toISOString())
