import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { diskFull, EmbeddedError, lastLines, saysDiskFull } from './error.ts'
import type { Placement } from './placement.ts'
import type { ServerProcess } from './server-process.ts'
import { spawnServer } from './server-process.ts'

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

/** Starts the server and returns when it takes connections. */
export const startPostmaster = async (
  { runner, home, native }: Placement,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<Postmaster> => {
  const pgdata = join(home, 'pgdata')
  const flags = Object.entries({ ...settings, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { command, args, options } = runner.invoke(join(native, 'bin', 'postgres'), ['-D', pgdata, ...flags])
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  const logFile = join(home, 'postgres.log')
  const server = await spawnServer({ command, args, options: { ...options, env }, logFile })
  if (!(await waitUntilReady(server, pgdata))) throw startFailure(await server.output(), pgdata, port)
  return {
    pid: server.pid,
    exited: server.exited,
    interrupt: () => server.signal('SIGINT'),
    stop: () => stopServer(server),
  }
}

/** True once the server says so in its own file, as pg_ctl waits for it; false when it ended before. */
const waitUntilReady = async (server: ServerProcess, pgdata: string): Promise<boolean> => {
  const deadline = performance.now() + startTimeoutMs
  while (performance.now() < deadline) {
    await Promise.race([server.exited, sleep(10)])
    if (!server.isRunning()) return false
    const status = await readPostmasterFile(pgdata)
    if (status?.pid === server.pid && status.state === 'ready') return true
  }
  await stopServer(server)
  throw new EmbeddedError('start-failed', `Postgres was not ready within ${startTimeoutMs / 60_000} minutes`)
}

const startFailure = (output: string, pgdata: string, port: number): EmbeddedError => {
  if (saysDiskFull(output)) return diskFull(pgdata)
  const bindFault = /could not bind .* address .*: (.*)/.exec(output)?.[1]
  if (bindFault !== undefined) {
    return new EmbeddedError('port-taken', `port ${port}: ${bindFault}, choose another with --postgres-port`)
  }
  if (output.includes('Is another postmaster')) {
    return new EmbeddedError('already-running', `another Postgres runs on ${pgdata}, stop it or use --data`)
  }
  // Children of a server that was killed hold its shared memory until they notice, a moment later.
  if (output.includes('still in use')) return new EmbeddedError('still-ending', `${pgdata} is still in use`)
  return new EmbeddedError('start-failed', `Postgres did not start: ${lastLines(output)}`)
}

const stopServer = (server: ServerProcess): Promise<void> =>
  server.stop([['SIGINT', fastShutdownMs], ['SIGQUIT', immediateShutdownMs]])

/** What a server of this data folder, alive or not, wrote down of itself. */
export const readPostmasterFile = async (
  pgdata: string,
): Promise<{ readonly pid: number; readonly state: string | undefined } | undefined> => {
  const lines = (await readFile(join(pgdata, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const pid = Number.parseInt(lines[0] ?? '', 10)
  return Number.isSafeInteger(pid) && pid > 0 ? { pid, state: lines[7]?.trim() } : undefined
}
