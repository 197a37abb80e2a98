import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { diskFull, EmbeddedPostgresError, lastLines } from './error.ts'
import type { Placement } from './placement.ts'
import { isPostgresOn, startTimeOf, waitUntilGone } from './processes.ts'

/** Recovery after a crash replays up to max_wal_size; on a slow disk that takes minutes, and giving up helps nobody. */
const startTimeoutMs = 10 * 60_000
/** After this long a fast shutdown becomes an immediate one; nothing is lost, the next start recovers. */
const fastShutdownMs = 60_000
const immediateShutdownMs = 10_000

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
  const flags = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { command, args, options } = runner.invoke(join(native, 'bin', 'postgres'), ['-D', pgdata, ...flags])
  const logFile = join(home, 'postgres.log')
  if (existsSync(logFile)) await rename(logFile, `${logFile}.1`)
  const log = openSync(logFile, 'w', 0o600)
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  const child = spawn(command, args, { ...options, env, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  const exited = new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => resolve())
  })
  await waitUntilReady(child, exited, pgdata, logFile, port)
  const interrupt = (): void => void child.kill('SIGINT')
  return { pid: child.pid ?? 0, exited, interrupt, stop: () => stopChild(child, exited) }
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null

const waitUntilReady = async (
  child: ChildProcess,
  exited: Promise<void>,
  pgdata: string,
  logFile: string,
  port: number,
): Promise<void> => {
  const deadline = performance.now() + startTimeoutMs
  while (performance.now() < deadline) {
    await Promise.race([exited, sleep(10)])
    if (!isRunning(child)) throw startFailure(await readFile(logFile, 'utf8'), pgdata, port)
    const status = await readPostmasterFile(pgdata)
    if (status?.pid === child.pid && status?.state === 'ready') return
  }
  await stopChild(child, exited)
  throw new EmbeddedPostgresError('start-failed', `Postgres was not ready within ${startTimeoutMs / 60_000} minutes`)
}

const startFailure = (output: string, pgdata: string, port: number): EmbeddedPostgresError => {
  if (output.includes('No space left on device')) return diskFull(pgdata)
  if (/could not bind .* address/.test(output)) {
    const reason = /could not bind .*: (.*)/.exec(output)?.[1] ?? 'refused'
    return new EmbeddedPostgresError('port-taken', `port ${port} cannot be used (${reason}), choose one with --postgres-port`)
  }
  if (output.includes('is another postmaster')) {
    return new EmbeddedPostgresError('already-running', `another Postgres runs on ${pgdata}, stop it or use --data`)
  }
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

type PostmasterFile = { readonly pid: number; readonly state: string | undefined }

const readPostmasterFile = async (pgdata: string): Promise<PostmasterFile | undefined> => {
  const lines = (await readFile(join(pgdata, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const pid = Number.parseInt(lines[0] ?? '', 10)
  return Number.isSafeInteger(pid) && pid > 0 ? { pid, state: lines[7]?.trim() } : undefined
}

/**
 * Stops a server that a killed supervisor left on this data folder. Call it with the folder's lock held: then no
 * living one has it. Anything that is not a Postgres started on exactly this folder is left alone.
 */
export const stopOrphan = async (home: string): Promise<boolean> => {
  const pgdata = join(home, 'pgdata')
  const pid = (await readPostmasterFile(pgdata))?.pid
  const startTime = pid === undefined ? undefined : startTimeOf(pid)
  if (pid === undefined || startTime === undefined || !isPostgresOn(pid, pgdata)) return false
  const orphan = { pid, startTime }
  for (const [signal, patienceMs] of [['SIGINT', fastShutdownMs], ['SIGQUIT', immediateShutdownMs]] as const) {
    process.kill(pid, signal)
    if (await waitUntilGone(orphan, patienceMs)) return true
  }
  throw new EmbeddedPostgresError('stop-failed', `a Postgres left behind on ${pgdata} (pid ${pid}) does not stop`)
}
