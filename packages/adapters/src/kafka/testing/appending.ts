import { AppendOutcomeUnknown, Unavailable } from '@matchday/domain/ports/unavailable'
import type { Position, SalesLog } from '@matchday/domain/ports/sales-log'
import { allOf } from '../../contracts/sales-log-records.ts'
import { numbered, numberOf } from './subject.ts'

/** What callers were told of each record they appended, by its number. */
export type Told = ReadonlyMap<number, Position | 'unavailable' | 'unknown'>

/** Callers that append one record after the other, whatever happens, until they are stopped. */
export type Appending = {
  readonly told: Told
  /** How many of those told of so far were told so. */
  readonly count: (what: 'appended' | 'unavailable' | 'unknown') => number
  readonly stop: () => Promise<void>
}

/** @param games each is at home in one partition; callers take them in turn */
export function startAppending(log: SalesLog, callers: number, games: readonly number[] = [1]): Appending {
  const told = new Map<number, Position | 'unavailable' | 'unknown'>()
  const stopped = new AbortController()
  let next = 0
  const call = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const number = next++
      const outcome = await log.append(numbered(number, games[number % games.length])).catch(outcomeOf)
      told.set(number, outcome)
      // Whoever is turned back comes again a little later.
      if (typeof outcome === 'string') await new Promise(resolve => setTimeout(resolve, 20))
    }
  }
  const calling = Promise.all(Array.from({ length: callers }, call))
  const isSo = (outcome: Position | string, what: string): boolean =>
    typeof outcome === 'string' ? outcome === what : what === 'appended'
  return {
    told,
    count: what => [...told.values()].filter(outcome => isSo(outcome, what)).length,
    stop: async () => {
      stopped.abort()
      await calling
    },
  }
}

function outcomeOf(error: unknown): 'unavailable' | 'unknown' {
  if (error instanceof Unavailable) return 'unavailable'
  if (error instanceof AppendOutcomeUnknown) return 'unknown'
  throw error
}

/** Records for which what callers were told is not so: each with what is true of it. */
export async function liesOf(told: Told, log: SalesLog): Promise<string[]> {
  const found = new Map<number, Position[]>()
  for (let partition = 0; partition < log.partitions; partition++) {
    for (const { offset, said } of await allOf(log, partition, 2_000)) {
      const number = numberOf(said)
      found.set(number, [...(found.get(number) ?? []), { partition, offset }])
    }
  }
  return Array.from(told).flatMap(([number, outcome]) => {
    const at = found.get(number) ?? []
    if (isTrue(outcome, at)) return []
    return [`${number}: told ${JSON.stringify(outcome)}, and it is at ${JSON.stringify(at)}`]
  })
}

function isTrue(outcome: Position | 'unavailable' | 'unknown', found: readonly Position[]): boolean {
  if (outcome === 'unavailable') return found.length === 0
  if (outcome === 'unknown') return found.length <= 1
  const [only, ...others] = found
  return others.length === 0 && only?.partition === outcome.partition && only.offset === outcome.offset
}
