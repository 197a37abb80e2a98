import type { Replayed } from '@matchday/domain/usecases/replay-dead-letters'
import { replayDeadLetters, replayMax } from '@matchday/domain/usecases/replay-dead-letters'
import type { Command } from 'commander'
import { exitCodes } from '../../exit-codes.ts'
import type { SiteParts } from '../../open-parts.ts'
import { withSite } from '../../open-parts.ts'
import type { Io } from '../../output.ts'
import { fail, json, line, plural } from '../../output.ts'
import type { SiteFlags } from '../../site-settings.ts'
import { addSiteFlags } from '../../site-settings.ts'
import { offsetNumber, partitionNumber } from '../../whole-number.ts'

type ReplayFlags = SiteFlags & { readonly json?: true }

/** How long this site's copy may take to fold what was appended. */
const decisionTimeoutMs = 30_000

/** Adds `replay PARTITION OFFSET...`: append the same bytes again, and tell what became of them. */
export function addReplay(deadLetters: Command, io: Io): void {
  const command = deadLetters
    .command('replay')
    .description(
      'append the bytes of dead letters again, once what kept them out is mended, and tell what became of them; ' +
        'an announcement counts each time it is applied, so replay it once',
    )
    .argument('<partition>', 'their partition')
    .argument('<offset...>', 'their offsets, in the order in which to append them')
    .option('--json', 'answer for programs')
  addSiteFlags(command).action((partition: string, offsets: readonly string[], flags: ReplayFlags) =>
    withSite(flags, parts => replay(io, parts, partition, offsets, flags)),
  )
}

async function replay(
  io: Io,
  { site, salesLog }: SiteParts,
  partition: string,
  offsets: readonly string[],
  flags: ReplayFlags,
): Promise<void> {
  if (offsets.length > replayMax) fail(`at most ${replayMax} at once, not ${offsets.length}`, exitCodes.usage)
  const number = partitionNumber(partition, 'partition')
  const letters = offsets.map(offset => ({ partition: number, offset: offsetNumber(offset, 'offset') }))
  const { deadLetters, journal, decisions } = site
  const replayed = await replayDeadLetters({ salesLog, deadLetters, journal, decisions, decisionTimeoutMs }, letters)
  if (flags.json === true) json(io, { replayed })
  else for (const one of replayed) line(io, `${one.letter.partition}:${one.letter.offset}  ${outcomeText(one)}`)
  const failed = replayed.filter(({ kind }) => kind !== 'applied' && kind !== 'no-op')
  if (failed.length > 0) fail(`${plural(failed.length, 'record')} of ${replayed.length} not applied`, exitCodes.no)
}

function outcomeText(replayed: Replayed): string {
  switch (replayed.kind) {
    case 'applied':
    case 'refused':
    case 'no-op':
      return `${replayed.kind}${replayed.did === null ? '' : `, ${replayed.did}`}, at offset ${replayed.at.offset}`
    case 'dead-letter':
      return `a dead letter again, ${replayed.reason}, at offset ${replayed.at.offset}`
    case 'undecided':
      return `appended at offset ${replayed.at.offset}, but not folded in time; is the consumer running?`
    case 'outcome-unknown':
      return 'the connection broke: it may be in the log or not; `sales tail` and `deadletters list` tell'
    case 'not-found':
      return 'is no dead letter of this site'
    case 'not-kept':
      return `not appended: ${replayed.why}`
    default:
      return replayed satisfies never
  }
}
