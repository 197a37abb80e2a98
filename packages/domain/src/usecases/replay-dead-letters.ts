import type { DeadLetterReason } from '../inventory/dead-letter.ts'
import type { JournalKind } from '../inventory/journal.ts'
import type { DeadLetters } from '../ports/dead-letters.ts'
import type { Decisions } from '../ports/decisions.ts'
import type { Journal } from '../ports/journal.ts'
import type { Position, SalesLog } from '../ports/sales-log.ts'
import { AppendOutcomeUnknown } from '../ports/unavailable.ts'

/** The most dead letters of one call. */
export const replayMax = 500

export type ReplayPorts = {
  readonly salesLog: Pick<SalesLog, 'appendRaw'>
  readonly deadLetters: Pick<DeadLetters, 'find'>
  readonly journal: Pick<Journal, 'at'>
  readonly decisions: Decisions
  readonly decisionTimeoutMs: number
}

/** What a record does itself; the rest of {@link JournalKind} is the clock's doing on its way. */
type OwnKind = Exclude<JournalKind, 'hold-expired' | 'announced-returned'>

/** What became of a dead letter whose bytes were appended again, `at` their new position. */
export type Replayed = { readonly letter: Position } & (
  /** `no-op`: it said nothing that was not so already; `did` is null where it left no trace in the journal. */
  | { readonly kind: 'applied' | 'refused' | 'no-op'; readonly at: Position; readonly did: OwnKind | null }
  | { readonly kind: 'dead-letter'; readonly at: Position; readonly reason: DeadLetterReason }
  /** Appended, but this site's copy has not folded it in time. */
  | { readonly kind: 'undecided'; readonly at: Position }
  /** The connection broke on the way: it may be in the log or not. */
  | { readonly kind: 'outcome-unknown' }
  /** This site has no dead letter there; nothing was appended. */
  | { readonly kind: 'not-found' }
  /** The log cannot keep such bytes; nothing was appended. */
  | { readonly kind: 'not-kept'; readonly why: string }
)

/**
 * Append the bytes of dead letters again, in the order given and in their own partitions, and tell what the fold makes
 * of each now. No table is touched: the letters stay what they are.
 * @throws Unavailable; what was appended by then stays in the log
 * @throws RangeError for more than {@link replayMax}
 */
export async function replayDeadLetters(
  ports: ReplayPorts,
  letters: readonly Position[],
): Promise<readonly Replayed[]> {
  if (letters.length > replayMax) throw new RangeError(`${letters.length} dead letters are more than ${replayMax}`)
  const appended: Appended[] = []
  for (const letter of letters) appended.push(await appendAgain(ports, letter))
  return Promise.all(appended.map(async one => (one.kind === 'appended' ? becameOf(ports, one) : one)))
}

type Appended = { readonly kind: 'appended'; readonly letter: Position; readonly at: Position } | NotAppended
type NotAppended = Extract<Replayed, { kind: 'not-found' | 'not-kept' | 'outcome-unknown' }>

async function appendAgain({ salesLog, deadLetters }: ReplayPorts, letter: Position): Promise<Appended> {
  const found = await deadLetters.find(letter)
  if (found === null) return { kind: 'not-found', letter }
  try {
    return { kind: 'appended', letter, at: await salesLog.appendRaw(found.partition, found.raw) }
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'not-kept', letter, why: error.message }
    if (error instanceof AppendOutcomeUnknown) return { kind: 'outcome-unknown', letter }
    throw error
  }
}

async function becameOf(
  { decisions, deadLetters, journal, decisionTimeoutMs }: ReplayPorts,
  { letter, at }: Pick<Extract<Appended, { kind: 'appended' }>, 'letter' | 'at'>,
): Promise<Replayed> {
  if ((await decisions.after([at], [], decisionTimeoutMs)) === 'timeout') return { kind: 'undecided', letter, at }
  const again = await deadLetters.find(at)
  if (again !== null) return { kind: 'dead-letter', letter, at, reason: again.reason }
  const did = (await journal.at(at)).map(({ kind }) => kind).find(isOwn) ?? null
  return { kind: did === null ? 'no-op' : effects[did], letter, at, did }
}

const isOwn = (kind: JournalKind): kind is OwnKind => kind !== 'hold-expired' && kind !== 'announced-returned'

const effects: Readonly<Record<OwnKind, 'applied' | 'refused' | 'no-op'>> = {
  'hold-granted': 'applied',
  'hold-refused': 'refused',
  'hold-repeated': 'no-op',
  'hold-conflict': 'refused',
  'hold-sold': 'applied',
  'sale-repeated': 'no-op',
  'sale-refused': 'refused',
  'hold-released': 'applied',
  'hold-refunded': 'applied',
  'release-ignored': 'no-op',
  notice: 'no-op',
  'announced-pending': 'applied',
  'announced-reserved': 'applied',
  'announced-cancelled': 'applied',
  oversold: 'applied',
  'list-applied': 'applied',
  'list-refused': 'refused',
  'federation-applied': 'applied',
  'federation-ignored': 'no-op',
}
