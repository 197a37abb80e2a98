import type { SpawnOptions } from 'node:child_process'
import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { readFile, rename } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { reasonOf } from './error.ts'

/** A server that this process started and ends. */
export type ServerProcess = {
  /** 0 where it could not even be spawned. */
  readonly pid: number
  /** Settles when it has ended, asked to or not. */
  readonly exited: Promise<void>
  isRunning(): boolean
  signal(name: NodeJS.Signals): void
  /** Sends each signal in turn, with so many milliseconds to obey it, and SIGKILL at last; returns when it is gone. */
  stop(steps: readonly (readonly [signal: NodeJS.Signals, patienceMs: number])[]): Promise<void>
  /** What it printed so far, and why it could not be spawned. */
  output(): Promise<string>
}

export type ServerCommand = {
  readonly command: string
  readonly args: readonly string[]
  readonly options: SpawnOptions
  /** Everything it prints; that of the run before is kept beside it, as `<logFile>.1`. */
  readonly logFile: string
}

/**
 * Spawns a server in a session and process group of its own, so that Ctrl-C in the terminal reaches only us, with a log
 * file instead of pipes, so that it neither blocks on us nor dies with us.
 */
export const spawnServer = async ({ command, args, options, logFile }: ServerCommand): Promise<ServerProcess> => {
  if (existsSync(logFile)) await rename(logFile, `${logFile}.1`)
  const log = openSync(logFile, 'w', 0o600)
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  let spawnFault = ''
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => resolve(void (spawnFault = reasonOf(error))))
    child.once('exit', () => resolve())
  })
  const isRunning = (): boolean => child.pid !== undefined && child.exitCode === null && child.signalCode === null
  return {
    pid: child.pid ?? 0,
    exited,
    isRunning,
    signal: (name) => void child.kill(name),
    stop: async (steps) => {
      for (const [signal, patienceMs] of steps) {
        if (!isRunning()) return
        child.kill(signal)
        await Promise.race([exited, sleep(patienceMs, undefined, { ref: false })])
      }
      if (isRunning()) child.kill('SIGKILL')
      await exited
    },
    output: async () => `${await readFile(logFile, 'utf8')}\n${spawnFault}`,
  }
}
