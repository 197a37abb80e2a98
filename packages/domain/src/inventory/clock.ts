import type { LogEntry } from './entry.ts'

/**
 * Log time, in epoch milliseconds, after a record; it never goes back.
 *
 * The log's own stamp moves it, whatever the record says. A sender's stamp is signed by nobody: there only the time
 * inside a valid signed record counts, and it moves the clock by no more than `stepMaxMs`. Null, before any federation
 * is in force, bounds nothing: the record that opens the partition sets the clock.
 */
export function logTimeAfter(logTimeMs: number, entry: LogEntry, isValid: boolean, stepMaxMs: number | null): number {
  if (entry.stampedBy === 'log') return Math.max(logTimeMs, entry.timestampMs)
  const sentAtMs = isValid ? sentAtOf(entry) : null
  if (sentAtMs === null) return logTimeMs
  return Math.max(logTimeMs, stepMaxMs === null ? sentAtMs : Math.min(sentAtMs, logTimeMs + stepMaxMs))
}

/** The furthest log time a batch can reach: no hold that expires later can end in it. */
export function horizonOf(entries: readonly LogEntry[], logTimeMs: number): number {
  let horizon = logTimeMs
  for (const entry of entries) {
    const at = entry.stampedBy === 'log' ? entry.timestampMs : sentAtOf(entry)
    if (at !== null && at > horizon) horizon = at
  }
  return horizon
}

/** The time its sender signed; null where the record carries none, or nobody signed it. */
function sentAtOf({ said }: LogEntry): number | null {
  if (said.kind === 'empty' || said.kind === 'malformed' || said.site === null) return null
  return said.sentAtMs
}
