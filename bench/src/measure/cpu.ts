import { readdirSync, readFileSync } from 'node:fs'

/** Linux reports CPU time in hundredths of a second to programs, whatever the kernel counts in. */
const microsPerTick = 10_000

/** Microseconds of user and system time, of the process and of children it has waited for; 0 for one that is gone. */
function statOf(pid: number): { readonly micros: number; readonly parent: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in parentheses, which may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0)
    return { micros: ticks * microsPerTick, parent: Number(fields[1]) }
  } catch {
    return null
  }
}

/** CPU time of one process so far, in microseconds; null where the system has no /proc. */
export const cpuOf = (pid: number): number | null => statOf(pid)?.micros ?? null

/** CPU time of processes and their living children, in microseconds: what a Postgres server and its backends took. */
export function cpuOfFamilies(pids: readonly number[]): number | null {
  const own = pids.map(statOf)
  if (own.includes(null)) return null
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(name => statOf(Number(name)))
    .reduce((sum, stat) => sum + (stat !== null && pids.includes(stat.parent) ? stat.micros : 0),
      own.reduce((sum, stat) => sum + (stat?.micros ?? 0), 0))
}
