import { InvalidArgumentError } from 'commander'
import type { Command } from 'commander'
import type { ListHeader } from '@matchday/domain/game/master-list'
import { checkHeader } from '@matchday/domain/game/master-list'
import { exitCodes } from '../../exit-codes.ts'
import { fail } from '../../output.ts'

/** What bare games do not say, as flags: all of them together make a list of the games. */
export type HeaderFlags = {
  readonly tournamentId?: string
  readonly tournamentName?: string
  readonly currency?: string
  readonly perBuyerAndGame?: number
  readonly perBuyerAndTournament?: number
  readonly holdMaxMs?: number
}

const flagOf: Readonly<Record<string, string>> = {
  id: '--tournament-id',
  name: '--tournament-name',
  currency: '--currency',
  perBuyerAndGame: '--per-buyer-and-game',
  perBuyerAndTournament: '--per-buyer-and-tournament',
  holdMaxMs: '--hold-max-ms',
}

/** Adds the flags to a command that takes bare games. */
export const addHeaderFlags = (command: Command): Command =>
  command
    .option('--tournament-id <id>', 'of bare games: the tournament, such as world-cup-2022')
    .option('--tournament-name <name>', 'of bare games: what people call it')
    .option('--currency <code>', 'of bare games: ISO 4217, such as USD')
    .option('--per-buyer-and-game <tickets>', 'of bare games: limit', number)
    .option('--per-buyer-and-tournament <tickets>', 'of bare games: limit', number)
    .option('--hold-max-ms <ms>', 'of bare games: the longest hold, in milliseconds', number)

export const hasHeaderFlags = (flags: HeaderFlags): boolean =>
  [
    flags.tournamentId,
    flags.tournamentName,
    flags.currency,
    flags.perBuyerAndGame,
    flags.perBuyerAndTournament,
    flags.holdMaxMs,
  ].some(flag => flag !== undefined)

/** The header that the flags state; the command ends, as wrong usage, where one is missing or no good. */
export function headerOf(flags: HeaderFlags): ListHeader {
  const { tournamentId: id, tournamentName: name, currency, perBuyerAndGame, perBuyerAndTournament, holdMaxMs } = flags
  const limits = { perBuyerAndGame, perBuyerAndTournament, holdMaxMs }
  const header = checkHeader({ tournament: { id, name }, currency, limits })
  if (header.ok) return header.value
  const faults = header.refusal.map(({ path, reason }) => `${flagOf[String(path.at(-1))]}: ${reason}`)
  return fail(`bare games do not say this themselves: ${faults.join('; ')}`, exitCodes.usage)
}

function number(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It is not a whole number.')
  return Number(text)
}
