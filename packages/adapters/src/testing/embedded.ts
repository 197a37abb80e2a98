import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { folderPrefix } from './postgres.ts'

/** Runs one statement on a connection of its own. */
export const rowsOf = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

/** A folder of its own in the system's temporary one; everybody may enter it unless `mode` says otherwise. */
export const scratchFolder = async (mode = 0o755): Promise<string> => {
  const folder = join(tmpdir(), `${folderPrefix}${randomBytes(6).toString('hex')}`)
  await mkdir(folder, { mode })
  return folder
}

export type Supervised = {
  readonly child: ChildProcess
  readonly port: number
  /** The server's, not its supervisor's. */
  readonly pid: number
  readonly url: string
}

/** Another process that runs an embedded Postgres on `dataDir`; rejects with what it printed when it does not start. */
export const supervise = async (dataDir: string, account: { uid?: number; gid?: number } = {}): Promise<Supervised> => {
  const script = join(import.meta.dirname, 'supervisor-main.ts')
  const child = spawn(process.execPath, [script, dataDir], { ...account, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString()
  })
  const started = once(child.stdout, 'data') as Promise<[Buffer]>
  const ended = once(child, 'close').then(() => {
    throw new Error(complaint)
  })
  const [line] = await Promise.race([started, ended])
  ended.catch(() => {})
  return { child, ...(JSON.parse(line.toString()) as Omit<Supervised, 'child'>) }
}

/** Ends the supervisor by `signal` and waits until it is gone; what it leaves behind stays. */
export const end = async ({ child }: Supervised, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}
