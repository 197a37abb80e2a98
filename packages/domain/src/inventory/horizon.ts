import type { LogEntry } from './entry.ts'

/** The furthest log time a batch can reach: no hold that expires later can end in it. */
export function horizonOf(entries: readonly LogEntry[], logTimeMs: number): number {
  let horizon = logTimeMs
  for (const entry of entries) {
    const at = entry.stampedBy === 'log' ? entry.timestampMs : sentAtOf(entry)
    if (at !== null && at > horizon) horizon = at
  }
  return horizon
}

/** The time its sender signed; null where the record carries none. */
export const sentAtOf = ({ said }: LogEntry): number | null =>
  said.kind === 'empty' || said.kind === 'malformed' ? null : said.sentAtMs
