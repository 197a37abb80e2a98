import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** A process for good: a pid alone comes back for another program sooner or later. */
export type ProcessIdentity = { readonly pid: number; readonly startTime: string }

const onLinux = process.platform === 'linux'

/** What `ps` prints of one process (macOS, where there is no /proc), in a fixed language and zone. */
const ask = (pid: number, columns: string): string => {
  try {
    return execFileSync('ps', ['-ww', '-o', columns, '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return ''
  }
}

const readProc = (path: string): string => {
  try {
    return readFileSync(`/proc/${path}`, 'utf8')
  } catch {
    return ''
  }
}

const linuxStartTime = (pid: number): string | undefined => {
  const stat = readProc(`${pid}/stat`)
  // The name in parentheses may hold anything, so fields are counted from behind it: state is the 1st, start the 20th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const state = fields[0]
  const ticks = fields[19]
  // In a container whose first process reaps nobody, what has ended stays as a zombie for ever.
  if (ticks === undefined || state === 'Z' || state === 'X') return undefined
  // Ticks count from boot, and a container's small pids come back after one.
  return `${readProc('sys/kernel/random/boot_id').trim()}:${ticks}`
}

/** When the process started, in a form that only equals itself; undefined when it does not run (or is a zombie). */
export const startTimeOf = (pid: number): string | undefined => {
  if (onLinux) return linuxStartTime(pid)
  const answer = ask(pid, 'stat=,lstart=')
  return answer === '' || answer.startsWith('Z') ? undefined : answer.replace(/^\S+\s+/, '')
}

export const isAlive = (identity: ProcessIdentity): boolean => startTimeOf(identity.pid) === identity.startTime

export const ownIdentity = (): ProcessIdentity => ({
  pid: process.pid,
  startTime: startTimeOf(process.pid) ?? 'unknown',
})

/**
 * The words a process was started with. They are what everyone may read: the working folder of another user's process
 * is closed even to root in a container without CAP_SYS_PTRACE.
 */
export const commandOf = (pid: number): readonly string[] => {
  if (onLinux) return readProc(`${pid}/cmdline`).split('\0')
  // ps does not say where a word ends. What we start is followed by `-c`, whatever its path holds.
  const line = ask(pid, 'command=')
  const [, program = line, folder] = /^(.*\/bin\/postgres) -D (.*?) -c /.exec(line) ?? []
  return folder === undefined ? [program] : [program, '-D', folder]
}

/** Waits until the process is gone: true, or false after `timeoutMs`. */
export const waitUntilGone = async (identity: ProcessIdentity, timeoutMs: number): Promise<boolean> => {
  const deadline = performance.now() + timeoutMs
  while (performance.now() < deadline) {
    if (!isAlive(identity)) return true
    await sleep(20)
  }
  return !isAlive(identity)
}
