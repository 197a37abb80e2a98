import type { DeadLetterReason } from '@matchday/domain/inventory/dead-letter'
import type { DeadLetterPlace, DeadLetters, DeadLetterSummary } from '@matchday/domain/ports/dead-letters'
import type { Command } from 'commander'
import { exitCodes } from '../../exit-codes.ts'
import type { SiteParts } from '../../open-parts.ts'
import { withSite } from '../../open-parts.ts'
import type { Io } from '../../output.ts'
import { fail, json, line, plural, table } from '../../output.ts'
import type { SiteFlags } from '../../site-settings.ts'
import { addSiteFlags } from '../../site-settings.ts'
import { offsetNumber, partitionNumber, wholeNumber } from '../../whole-number.ts'
import { bytesJson, bytesText } from './bytes.ts'
import { isReason, reasonTexts } from './reasons.ts'

type ListFlags = SiteFlags & {
  readonly partition?: string
  readonly reason?: string
  readonly oldest?: true
  readonly after?: string
  readonly lines: string
  readonly json?: true
}

const linesMax = 1_000
const shownMax = 40

/** Adds `list`: newest first, a page at a time. */
export function addList(deadLetters: Command, io: Io): void {
  const command = deadLetters
    .command('list')
    .description('the records that were not applied, newest first')
    .option('--partition <n>', 'of one partition')
    .option('--reason <reason>', `for one reason: ${Object.keys(reasonTexts).join(', ')}`)
    .option('--oldest', 'oldest first')
    .option('--lines <n>', 'how many', '20')
    .option('--after <partition:offset>', 'go on behind this one')
    .option('--json', 'answer for programs')
  addSiteFlags(command).action((flags: ListFlags) => withSite(flags, parts => list(io, parts, flags)))
}

async function list(io: Io, { site }: SiteParts, flags: ListFlags): Promise<void> {
  const max = wholeNumber(flags.lines, '--lines', linesMax)
  const found = await site.deadLetters.list({
    partition: flags.partition === undefined ? null : partitionNumber(flags.partition, '--partition'),
    reason: reasonOf(flags.reason),
    order: flags.oldest === true ? 'oldest-first' : 'newest-first',
    after: flags.after === undefined ? null : await placeOf(site.deadLetters, flags.after),
    max: max + 1,
  })
  const letters = found.slice(0, max)
  const last = letters.at(-1)
  const next = found.length > max && last !== undefined ? `${last.partition}:${last.offset}` : null
  const counts = await site.deadLetters.counts()
  if (flags.json === true) return json(io, { letters: letters.map(toJson), next, counts: Object.fromEntries(counts) })
  if (letters.length > 0) listTable(io, letters)
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const reasons = [...counts].map(([reason, count]) => `${count} ${reason}`).join(', ')
  line(io, all === 0 ? 'There are no dead letters.' : `${plural(all, 'dead letter')} in all: ${reasons}.`)
  if (next !== null) line(io, `More with --after ${next}`)
}

function reasonOf(text: string | undefined): DeadLetterReason | null {
  if (text === undefined) return null
  return isReason(text) ? text : fail(`"${text}" is not a reason; --help lists them`, exitCodes.usage)
}

async function placeOf(deadLetters: DeadLetters, text: string): Promise<DeadLetterPlace> {
  const [partition = '', offset = ''] = text.split(':')
  const position = { partition: partitionNumber(partition, '--after'), offset: offsetNumber(offset, '--after') }
  const letter = await deadLetters.find(position)
  if (letter === null) return fail(`there is no dead letter ${text}`, exitCodes.no)
  return { ...position, timestampMs: letter.raw.timestampMs }
}

const listTable = (io: Io, letters: readonly DeadLetterSummary[]): void =>
  table(
    io,
    ['Partition', 'Offset', 'Time', 'Reason', 'Key', 'Value', 'Headers'],
    letters.map(({ partition, offset, timestampMs, reason, key, valueStart, headers }) => [
      partition, offset, timeText(timestampMs), reason,
      bytesText(key, shownMax), bytesText(valueStart, shownMax), headers,
    ]),
  )

/** The time that a record carries may be anything. */
export function timeText(ms: number): string {
  const time = new Date(ms)
  return Number.isNaN(time.getTime()) ? String(ms) : time.toISOString()
}

const toJson = ({ key, valueStart, ...rest }: DeadLetterSummary) => ({
  ...rest, key: bytesJson(key), valueStart: bytesJson(valueStart),
})
