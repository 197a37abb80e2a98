import type { DeadLetterRecord } from '@matchday/domain/ports/dead-letters'
import type { Command } from 'commander'
import { exitCodes } from '../../exit-codes.ts'
import type { SiteParts } from '../../open-parts.ts'
import { withSite } from '../../open-parts.ts'
import type { Io } from '../../output.ts'
import { fail, json, line } from '../../output.ts'
import type { SiteFlags } from '../../site-settings.ts'
import { addSiteFlags } from '../../site-settings.ts'
import { offsetNumber, partitionNumber } from '../../whole-number.ts'
import { bytesJson, bytesText, printable } from './bytes.ts'
import { timeText } from './list.ts'
import { reasonTexts } from './reasons.ts'

type ShowFlags = SiteFlags & { readonly json?: true }

/** Characters of a field and headers that people are shown; `--json` has all. */
const fieldMax = 4_000
const headersMax = 100

/** Adds `show PARTITION OFFSET`: one record whole, and why it was not applied. */
export function addShow(deadLetters: Command, io: Io): void {
  const command = deadLetters
    .command('show')
    .description('one record that was not applied, whole, and why')
    .argument('<partition>', 'its partition')
    .argument('<offset>', 'its offset')
    .option('--json', 'answer for programs, every byte')
  addSiteFlags(command).action((partition: string, offset: string, flags: ShowFlags) =>
    withSite(flags, parts => show(io, parts, partition, offset, flags)),
  )
}

async function show(io: Io, { site }: SiteParts, partition: string, offset: string, flags: ShowFlags): Promise<void> {
  const position = { partition: partitionNumber(partition, 'partition'), offset: offsetNumber(offset, 'offset') }
  const letter = await site.deadLetters.find(position)
  if (letter === null) return fail(`there is no dead letter ${partition}:${offset}`, exitCodes.no)
  if (flags.json === true) return json(io, toJson(letter))
  const { reason, raw } = letter
  const { key, value, headers, timestampMs } = raw
  line(io, `${partition}:${offset} was not applied: ${reason}, ${reasonTexts[reason]}`)
  line(io, `time    ${timeText(timestampMs)}`)
  line(io, `key     ${bytesText(key, fieldMax)}`)
  line(io, `value   ${bytesText(value, fieldMax)}`)
  for (const [name, bytes] of headers.slice(0, headersMax)) {
    line(io, `header  ${printable(name).slice(0, fieldMax)} = ${bytesText(bytes, fieldMax)}`)
  }
  if (headers.length > headersMax) line(io, `        ... and ${headers.length - headersMax} more headers`)
}

const toJson = ({ partition, offset, reason, raw }: DeadLetterRecord) => ({
  partition,
  offset,
  reason,
  why: reasonTexts[reason],
  timestampMs: raw.timestampMs,
  key: bytesJson(raw.key),
  value: bytesJson(raw.value),
  headers: raw.headers.map(([name, value]) => ({ name, value: bytesJson(value) })),
})
