import type { HoldRef } from '../inventory/ids.ts'
import { holdKey } from '../inventory/ids.ts'
import type { Decided } from '../inventory/decided.ts'
import type { Decisions } from '../ports/decisions.ts'
import type { Outgoing, Position, SalesLog } from '../ports/sales-log.ts'
import type { Reservations } from '../ports/reservations.ts'
import { AppendOutcomeUnknown } from '../ports/unavailable.ts'

/**
 * Append records side by side.
 * @returns their positions, or `unknown` when the connection broke on the way and some may or may not be in the log
 * @throws Unavailable when one was surely not appended
 */
export async function appendAll(
  salesLog: SalesLog,
  records: readonly Outgoing[],
): Promise<readonly Position[] | 'unknown'> {
  const outcomes = await Promise.allSettled(records.map(record => salesLog.append(record)))
  const failures = outcomes.filter(outcome => outcome.status === 'rejected').map(outcome => outcome.reason as Error)
  const failure = failures.find(reason => !(reason instanceof AppendOutcomeUnknown))
  if (failure !== undefined) throw failure
  if (failures.length > 0) return 'unknown'
  return outcomes.flatMap(outcome => (outcome.status === 'fulfilled' ? [outcome.value] : []))
}

export type ReaderPorts = {
  readonly salesLog: SalesLog
  readonly decisions: Decisions
  readonly decisionTimeoutMs: number
}

/** What became of holds once this site's copy has folded all that is in the log now. */
export async function readToTheEnd(
  { salesLog, decisions, decisionTimeoutMs }: ReaderPorts,
  holds: readonly HoldRef[],
): Promise<ReadonlyMap<string, Decided> | 'timeout'> {
  const partitions = Array.from({ length: salesLog.partitions }, (_, partition) => partition)
  const ends = await Promise.all(partitions.map(partition => salesLog.end(partition)))
  const last = ends.flatMap((end, partition) => (end > 0 ? [{ partition, offset: end - 1 }] : []))
  return decisions.after(last, holds, decisionTimeoutMs)
}

/**
 * Append records, and read what became of holds: once the copy is past the records, or, where nobody knows whether they
 * were appended, once it has folded all that is in the log now. Who does not find one there then may append it again.
 * @throws Unavailable when one was surely not appended
 */
export async function appendAndRead(
  ports: ReaderPorts,
  records: readonly Outgoing[],
  holds: readonly HoldRef[],
): Promise<ReadonlyMap<string, Decided> | 'timeout'> {
  const positions = await appendAll(ports.salesLog, records)
  if (positions === 'unknown') return readToTheEnd(ports, holds)
  return ports.decisions.after(positions, holds, ports.decisionTimeoutMs)
}

/** What is known of holds; where that is not all of them, once this copy has folded all that is in the log now. */
export async function readUnlessKnown(
  ports: ReaderPorts & { readonly reservations: Pick<Reservations, 'holds'> },
  holds: readonly HoldRef[],
): Promise<ReadonlyMap<string, Decided> | 'timeout'> {
  const known = await ports.reservations.holds(holds)
  return holds.every(ref => known.has(holdKey(ref))) ? known : readToTheEnd(ports, holds)
}
