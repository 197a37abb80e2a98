import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { diskFull, EmbeddedPostgresError, lastLines, reasonOf, saysDiskFull } from './error.ts'
import type { Placement } from './placement.ts'

/** Recovery after a crash replays up to max_wal_size; on a slow disk that takes minutes, and giving up helps nobody. */
const startTimeoutMs = 10 * 60_000
/** After this long a fast shutdown becomes an immediate one; nothing is lost, the next start recovers. */
export const fastShutdownMs = 60_000
export const immediateShutdownMs = 10_000

export type Postmaster = {
  readonly pid: number
  /** Settles when the server has ended. */
  readonly exited: Promise<void>
  /** Asks for a fast shutdown and does not wait. */
  interrupt(): void
  stop(): Promise<void>
}

/**
 * Starts the server and returns when it takes connections. It gets a session and process group of its own, so Ctrl-C
 * in the terminal reaches only us, and a log file instead of pipes, so it neither blocks on nor dies with us.
 */
export const startPostmaster = async (
  { runner, home, native }: Placement,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<Postmaster> => {
  const pgdata = join(home, 'pgdata')
  const flags = Object.entries({ ...settings, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { command, args, options } = runner.invoke(join(native, 'bin', 'postgres'), ['-D', pgdata, ...flags])
  const logFile = join(home, 'postgres.log')
  if (existsSync(logFile)) await rename(logFile, `${logFile}.1`)
  const log = openSync(logFile, 'w', 0o600)
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  const child = spawn(command, args, { ...options, env, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  let spawnFault = ''
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => resolve(void (spawnFault = reasonOf(error))))
    child.once('exit', () => resolve())
  })
  if (!(await waitUntilReady(child, exited, pgdata))) {
    throw startFailure(`${await readFile(logFile, 'utf8')}\n${spawnFault}`, pgdata, port)
  }
  const interrupt = (): void => void child.kill('SIGINT')
  return { pid: child.pid ?? 0, exited, interrupt, stop: () => stopChild(child, exited) }
}

const isRunning = (child: ChildProcess): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null

/** True once the server says so in its own file, as pg_ctl waits for it; false when it ended before. */
const waitUntilReady = async (child: ChildProcess, exited: Promise<void>, pgdata: string): Promise<boolean> => {
  const deadline = performance.now() + startTimeoutMs
  while (performance.now() < deadline) {
    await Promise.race([exited, sleep(10)])
    if (!isRunning(child)) return false
    const status = await readPostmasterFile(pgdata)
    if (status?.pid === child.pid && status?.state === 'ready') return true
  }
  await stopChild(child, exited)
  throw new EmbeddedPostgresError('start-failed', `Postgres was not ready within ${startTimeoutMs / 60_000} minutes`)
}

const startFailure = (output: string, pgdata: string, port: number): EmbeddedPostgresError => {
  if (saysDiskFull(output)) return diskFull(pgdata)
  const bindFault = /could not bind .* address .*: (.*)/.exec(output)?.[1]
  if (bindFault !== undefined) {
    return new EmbeddedPostgresError('port-taken', `port ${port}: ${bindFault}, choose another with --postgres-port`)
  }
  if (output.includes('Is another postmaster')) {
    return new EmbeddedPostgresError('already-running', `another Postgres runs on ${pgdata}, stop it or use --data`)
  }
  // Children of a server that was killed hold its shared memory until they notice, a moment later.
  if (output.includes('still in use')) return new EmbeddedPostgresError('still-ending', `${pgdata} is still in use`)
  return new EmbeddedPostgresError('start-failed', `Postgres did not start: ${lastLines(output)}`)
}

const stopChild = async (child: ChildProcess, exited: Promise<void>): Promise<void> => {
  for (const [signal, patienceMs] of [['SIGINT', fastShutdownMs], ['SIGQUIT', immediateShutdownMs]] as const) {
    if (!isRunning(child)) return
    child.kill(signal)
    await Promise.race([exited, sleep(patienceMs, undefined, { ref: false })])
  }
  if (isRunning(child)) child.kill('SIGKILL')
  await exited
}

/** What a server of this data folder, alive or not, wrote down of itself. */
export const readPostmasterFile = async (
  pgdata: string,
): Promise<{ readonly pid: number; readonly state: string | undefined } | undefined> => {
  const lines = (await readFile(join(pgdata, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const pid = Number.parseInt(lines[0] ?? '', 10)
  return Number.isSafeInteger(pid) && pid > 0 ? { pid, state: lines[7]?.trim() } : undefined
}
