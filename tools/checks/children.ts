import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

/** One check: what the project's own Node is started with. */
export type Check = {
  readonly name: string
  readonly argv: readonly string[]
  /** The longest it may take, in milliseconds. */
  readonly maxMs: number
}

export type Outcome = {
  readonly name: string
  readonly ok: boolean
  readonly tookMs: number
  /** What it printed, both streams in the order it came; empty where it printed to the terminal itself. */
  readonly output: string
}

export type Children = {
  /** Runs a check in a process group of its own, gathers what it prints, and hands on each piece as it comes. */
  run(check: Check, onOutput: (text: string) => void): Promise<Outcome>
  /** Runs a check on this terminal: input, output and Ctrl-C go straight to it. */
  runInFront(check: Check): Promise<Outcome>
  /** Ends every check that runs, with all it started, and refuses new ones. */
  stop(signal: NodeJS.Signals): void
  /** The exit code that `stop` calls for, as a shell would give it; undefined while nothing stopped. */
  stoppedWith(): number | undefined
}

type Running = { readonly check: Check; readonly child: ChildProcess; readonly ownGroup: boolean; ending: boolean }

const pollMs = 20

/** `graceMs`: how long a check that is ended, and what it started, may take to clean up before all is killed. */
export function startChildren(env: NodeJS.ProcessEnv, graceMs = 5_000): Children {
  const running = new Set<Running>()
  let stopped: NodeJS.Signals | undefined

  function start(check: Check, ownGroup: boolean): Running {
    const child = spawn(process.execPath, check.argv, {
      env,
      detached: ownGroup,
      stdio: ownGroup ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    })
    const one = { check, child, ownGroup, ending: false }
    running.add(one)
    return one
  }

  function end(one: Running, signal: NodeJS.Signals): void {
    one.ending = true
    send(one, signal)
    setTimeout(() => { if (running.has(one)) send(one, 'SIGKILL') }, graceMs).unref()
  }

  async function outcomeOf(one: Running, output: string[]): Promise<Outcome> {
    const { check, child } = one
    const startedMs = performance.now()
    const timer = setTimeout(() => {
      output.push(`\n${check.name}: ended, as it took longer than ${check.maxMs / 1000} s\n`)
      end(one, 'SIGTERM')
    }, check.maxMs)
    const ended = await new Promise<string | number | null>(resolve => {
      child.once('error', error => resolve(error.message))
      child.once('close', (code, signal) => resolve(signal ?? code))
    })
    clearTimeout(timer)
    if (typeof ended === 'string') output.push(`\n${check.name}: ended by ${ended}\n`)
    if (one.ending) await buryGroup(one, graceMs)
    running.delete(one)
    return { name: check.name, ok: ended === 0, tookMs: performance.now() - startedMs, output: output.join('') }
  }

  const refused = (check: Check): Promise<Outcome> =>
    Promise.resolve({ name: check.name, ok: false, tookMs: 0, output: `${check.name}: not run\n` })

  return {
    run: (check, onOutput) => {
      if (stopped !== undefined) return refused(check)
      const output: string[] = []
      const one = start(check, true)
      for (const stream of [one.child.stdout, one.child.stderr]) {
        stream?.setEncoding('utf8').on('data', (text: string) => {
          output.push(text)
          onOutput(text)
        })
      }
      return outcomeOf(one, output)
    },
    runInFront: check => stopped === undefined ? outcomeOf(start(check, false), []) : refused(check),
    stop: signal => {
      // Ctrl-C reaches this process from the terminal and again through pnpm; once is enough to end with grace.
      if (stopped !== undefined) return
      stopped = signal
      for (const one of running) end(one, signal)
    },
    stoppedWith: () => stopped === undefined ? undefined : 128 + constants.signals[stopped],
  }
}

/** Signals a check and, where it has a group of its own, all of it; false: there is nothing left of it. */
function send({ child, ownGroup }: Running, signal: NodeJS.Signals | 0): boolean {
  if (!ownGroup || child.pid === undefined || process.platform === 'win32') return child.kill(signal)
  try {
    return process.kill(-child.pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}

/** What a check started may outlive it: it gets `graceMs` to follow, then it is killed. */
async function buryGroup(one: Running, graceMs: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < graceMs; waitedMs += pollMs) {
    if (!send(one, 0)) return
    await sleep(pollMs)
  }
  send(one, 'SIGKILL')
}
