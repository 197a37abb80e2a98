import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { salesLogVariables } from '@matchday/adapters/config/sales-log-environment'
import type { ConsumerConfig } from '../env.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

export type ConsumerProcess = {
  readonly child: ChildProcess
  /** All it wrote so far, standard output and errors. */
  readonly output: () => string
  /** Its exit code; null where a signal ended it. */
  readonly exited: Promise<number | null>
  /** Send a signal and wait until it is gone. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>
}

export const environmentOf = (config: ConsumerConfig): Record<string, string> => ({
  DATABASE_URL: config.databaseUrl,
  ...salesLogVariables(config.salesLog),
  MATCHDAY_SITE: config.site,
  MATCHDAY_FEDERATION: config.federationFile,
})

/** A consumer in a process of its own, with no more environment than it is given. */
export function startConsumerProcess(environment: Readonly<Record<string, string>>): ConsumerProcess {
  const child = spawn(process.execPath, [main], { env: { ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const keep = (bytes: Buffer): void => {
    output += bytes.toString()
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const exited = once(child, 'close').then(([code]) => code as number | null)
  return {
    child,
    output: () => output,
    exited,
    end: signal => {
      child.kill(signal)
      return exited
    },
  }
}
