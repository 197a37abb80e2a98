import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'

/** What a child of the bench says. */
type ChildMessage =
  | { readonly kind: 'ready'; readonly url?: string }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'report'; readonly report: unknown }

/** A process of the bench's own; it ends with the bench, however that ends: the channel between them closes. */
export type BenchChild = {
  readonly pid: number
  /** Empty for one that does not listen. */
  readonly url: string
  /** Send a task and wait for its report. @throws Error with what the child could not do, or how it ended */
  readonly ask: (task: object) => Promise<unknown>
  readonly stop: () => Promise<void>
}

export type ChildOptions = {
  readonly environment?: Readonly<Record<string, string>>
  /** Sent before the child is ready: what it is to serve. */
  readonly task?: object
  /** Hears the process's id at once; getting ready may take a while. */
  readonly spawned?: (pid: number) => void
}

/** @throws Error when the process ends before it is ready, or says why it cannot be */
export async function startChild(
  entry: URL,
  { environment = {}, task, spawned = () => {} }: ChildOptions = {},
): Promise<BenchChild> {
  // A group of its own: Ctrl-C in a terminal reaches the bench alone, which ends its children in order.
  const child = fork(entry, [], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  })
  const pid = child.pid ?? 0
  spawned(pid)
  const exited = new Promise<string>(resolve => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    if (child.connected) child.disconnect()
    const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
    await exited
    clearTimeout(timer)
  }
  const ask = async (asked?: object): Promise<ChildMessage> => {
    const answer = heard(child, exited)
    if (asked !== undefined) child.send(asked)
    return answer
  }
  try {
    const first = await ask(task)
    const url = first.kind === 'ready' ? (first.url ?? '') : ''
    return { pid, url, stop, ask: asked => ask(asked).then(said => (said.kind === 'report' ? said.report : undefined)) }
  } catch (error) {
    await stop()
    throw new Error(`${entry.pathname}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

const stopWithinMs = 20_000

async function heard(child: ChildProcess, exited: Promise<string>): Promise<ChildMessage> {
  const stopWaiting = new AbortController()
  const { signal } = stopWaiting
  const message = (once(child, 'message', { signal }) as Promise<[ChildMessage]>).then(([one]) => one)
  const ended = exited.then((how): ChildMessage => ({ kind: 'failed', reason: `it ended: ${how}` }))
  message.catch(() => {})
  const said = await Promise.race([message, ended])
  stopWaiting.abort()
  if (said.kind === 'failed') throw new Error(said.reason)
  return said
}
