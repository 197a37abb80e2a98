import { setTimeout as pause } from 'node:timers/promises'
import type { JournalEntry } from '@matchday/domain/inventory/journal'
import type { Command } from 'commander'
import type { SiteParts } from '../../open-parts.ts'
import { withSite } from '../../open-parts.ts'
import type { Io } from '../../output.ts'
import { line } from '../../output.ts'
import type { SiteFlags } from '../../site-settings.ts'
import { addSiteFlags } from '../../site-settings.ts'
import { partitionNumber, wholeNumber } from '../../whole-number.ts'
import { stopSignal } from '../up/stop-signal.ts'

type TailFlags = SiteFlags & {
  readonly json?: true
  readonly follow?: true
  readonly lines: string
  readonly partition: string
}

/** Lines read at once, and how long to wait at the end before looking again. */
const pageMax = 1_000
const lookEveryMs = 200
const linesMax = 100_000

/** Adds `sales tail`: what the log did lately, as this site's journal tells it. */
export function addSales(program: Command, io: Io): void {
  const sales = program.command('sales').description('look at what the sales log did')
  const command = sales
    .command('tail')
    .description('the latest lines of the journal, as they come with --follow')
    .option('--lines <n>', 'how many records back to start', '20')
    .option('--partition <n>', 'which partition', '0')
    .option('--follow', 'go on until Ctrl-C')
    .option('--json', 'one JSON object a line')
  addSiteFlags(command).action((flags: TailFlags) => withSite(flags, parts => tail(io, parts, flags)))
}

async function tail(io: Io, { site }: SiteParts, flags: TailFlags): Promise<void> {
  const back = wholeNumber(flags.lines, '--lines', linesMax)
  const partition = partitionNumber(flags.partition, '--partition')
  const { nextOffset } = await site.copy.partition(partition)
  let place = { offset: Math.max(0, nextOffset - back) - 1, step: 0 }
  const stopping = new AbortController()
  const signal = stopSignal()
  void signal.received.then(() => stopping.abort())
  while (!stopping.signal.aborted) {
    const entries = await site.journal.since(partition, place, pageMax)
    for (const entry of entries) line(io, flags.json === true ? JSON.stringify(entry) : entryText(entry))
    place = entries.at(-1) ?? place
    if (entries.length === pageMax) continue
    if (flags.follow !== true) break
    await pause(lookEveryMs)
  }
  signal.release()
}

/** `17  12:00:01.250  hold-granted  game 1 category 2  2 x 165  site-1`. */
function entryText({ offset, timeMs, kind, game, category, quantity, price, site, detail }: JournalEntry): string {
  const about = game === null ? '' : `game ${game}${category === null ? '' : ` category ${category}`}`
  const seats = quantity === null ? '' : `${quantity} x ${price ?? '?'}`
  const reason = typeof detail?.['reason'] === 'string' ? detail['reason'] : ''
  const time = new Date(timeMs).toISOString().slice(11, 23)
  return [String(offset).padStart(8), time, kind.padEnd(16), about, seats, site ?? '', reason]
    .filter(part => part !== '')
    .join('  ')
}
