import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { SiteId } from '@matchday/domain/inventory/ids'
import { exitCodes } from '../../exit-codes.ts'
import { fail } from '../../output.ts'

/** What a site process says to the one that started it. */
export type SiteMessage =
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'failed'; readonly reason: string }

export type SiteChild = {
  readonly site: SiteId
  readonly pid: number
  readonly url: string
  /** Settles with how the process ended, asked for or not. */
  readonly exited: Promise<string>
  /** Ask it to finish what it has in hand; it is killed after ten seconds. */
  readonly stop: () => Promise<void>
}

const entry = fileURLToPath(new URL('../../site/main.ts', import.meta.url))
const stopWithinMs = 10_000

/**
 * Start one site, HTTP and consumer, in a process of its own. It ends with this process, however this one ends: the
 * channel between them closes.
 * @throws CliFailure when it does not get ready
 */
export async function startSiteChild(site: SiteId, environment: Readonly<Record<string, string>>): Promise<SiteChild> {
  // A group of its own: Ctrl-C in a terminal reaches this process alone, which stops its sites in order.
  const child = fork(entry, [], {
    env: { ...inherited(), ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  })
  const exited = new Promise<string>(resolve => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  const url = await readyUrl(child, exited, site)
  return { site, pid: child.pid ?? 0, url, exited, stop: () => stopChild(child, exited) }
}

/** This process's environment without what it says of a sales log: a site is told of one alone. */
const inherited = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(SALES_LOG_URL$|KAFKA_)/.test(name)))

async function readyUrl(child: ChildProcess, exited: Promise<string>, site: SiteId): Promise<string> {
  const heard = new Promise<SiteMessage>(resolve => child.once('message', message => resolve(message as SiteMessage)))
  const first = await Promise.race([heard, exited.then((how): SiteMessage => ({ kind: 'failed', reason: how }))])
  if (first.kind === 'ready') return first.url
  await stopChild(child, exited)
  return fail(`${site} did not start: ${first.reason}`, exitCodes.io)
}

async function stopChild(child: ChildProcess, exited: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  if (child.connected) child.disconnect()
  const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
  await exited
  clearTimeout(timer)
}
