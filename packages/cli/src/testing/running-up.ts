import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const list = fileURLToPath(new URL('../../../../data/world-cup-2022.json', import.meta.url))

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string }

/** `matchday` in a process of its own, to its end. */
export async function matchday(...args: string[]): Promise<Ended> {
  const run = start(args)
  return run.ended
}

export type Up = {
  readonly child: ChildProcess
  readonly urls: readonly string[]
  readonly ended: Promise<Ended>
  /** Everything that was said so far. */
  readonly said: () => string
}

/** `matchday up` until its banner; rejects with what it said when it ends before. */
export async function startUp(data: string, port: number, ...args: string[]): Promise<Up> {
  const run = start(['up', '--data', data, '--port', String(port), '--list', list, ...args])
  await Promise.race([
    run.until('Try:'),
    run.ended.then(({ out, err }) => {
      throw new Error(out + err)
    }),
  ])
  const urls = [...run.said().matchAll(/^ {2}(http:\S+) /gm)].map(([, url]) => url ?? '')
  return { ...run, urls }
}

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, err] = ['', '']
  let heard = Promise.withResolvers<void>()
  const hear = (): void => {
    heard.resolve()
    heard = Promise.withResolvers<void>()
  }
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
    hear()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
    hear()
  })
  return {
    child,
    said: () => out + err,
    ended: once(child, 'close').then(([code]): Ended => ({ code: code as number | null, out, err })),
    until: async (text: string): Promise<void> => {
      while (!(out + err).includes(text)) await heard.promise
    },
  }
}

/** The first of `count` ports in a row that are free just now. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = await freePort()
    const others = Array.from({ length: count - 1 }, (_, index) => isFree(first + 1 + index))
    if (first + count <= 65_535 && (await Promise.all(others)).every(Boolean)) return first
  }
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

const isFree = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })

/** A request for seats of game 1. */
export const basket = (buyer: string, quantity = 1) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({
    items: [{ game: 1, category: 1, quantity }],
    buyer: { email: `${buyer}@example.com`, name: buyer },
  }),
})

type Availability = { categories: { category: number; available: number; pending: number }[] }
/** Seats of game 1 that are held, as a site's shop says. */
export const pendingAt = async (url: string): Promise<number> => {
  const answer = await fetch(`${url}/api/v1/games/1/availability`)
  const { categories } = (await answer.json()) as Availability
  return categories.find(({ category }) => category === 1)?.pending ?? -1
}

/** Wait for something that is bound to come; the test's own timeout is the limit. */
export const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  while (!(await isSo().catch(() => false))) await pause(20)
}

/** Processes that name the folder, or belong to one that does. */
export const processesOf = (folder: string): number[] =>
  readdirSync('/proc').filter(name => /^\d+$/.test(name)).map(Number).filter(pid => {
    try {
      const text = readFileSync(`/proc/${pid}/cmdline`, 'utf8') + readFileSync(`/proc/${pid}/environ`, 'utf8')
      return text.includes(folder)
    } catch {
      return false
    }
  })
