import { statSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EmbeddedError, hasCode, reasonOf } from './error.ts'
import { fastShutdownMs, immediateShutdownMs, readPostmasterFile } from './postmaster.ts'
import { commandOf, startTimeOf, waitUntilGone } from './processes.ts'
import type { ProcessIdentity } from './processes.ts'

/**
 * Stops a server that a killed supervisor left on this data folder; true when there was one. Call it with the folder's
 * lock held: then no living one has it. Anything that is not a Postgres started on exactly this folder is left alone.
 */
export const stopOrphan = async (home: string): Promise<boolean> => {
  const pgdata = join(home, 'pgdata')
  const pid = (await readPostmasterFile(pgdata))?.pid
  if (pid === undefined) return false
  const startTime = startTimeOf(pid)
  const server = startTime === undefined ? 'none' : serverIn(commandOf(pid), pgdata)
  if (server === 'none') await disown(pgdata)
  if (startTime === undefined || server !== 'ours') return false
  const orphan = { pid, startTime }
  signal(orphan, 'SIGINT', pgdata)
  if (!(await waitUntilGone(orphan, fastShutdownMs))) {
    signal(orphan, 'SIGQUIT', pgdata)
    if (!(await waitUntilGone(orphan, immediateShutdownMs))) throw doesNotStop(pgdata, pid, 'it ignores the request')
  }
  // It removes its file, unless it was being killed by somebody else as we asked.
  await disown(pgdata)
  return true
}

/** Whose server a command is: this folder's, none of it, or a Postgres that does not tell. */
export const serverIn = (words: readonly string[], pgdata: string): 'ours' | 'none' | 'unclear' => {
  const [program = '', option, folder = ''] = words
  if (!program.includes('postgres') || program.startsWith('postgres: ')) return 'none'
  if (!program.endsWith('/postgres') || option !== '-D' || !folder.startsWith('/')) return 'unclear'
  return folder === pgdata || isSameFolder(folder, pgdata) ? 'ours' : 'none'
}

const isSameFolder = (one: string, other: string): boolean => {
  const [a, b] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false }))
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino
}

/**
 * Postgres removes the file of a dead server itself, but takes a zombie, or a stranger that has the pid by now, for a
 * living one. With our own pid in it, which is the next server's parent, it skips that question and still asks the
 * next: whether children of the dead one hold its shared memory.
 */
const disown = async (pgdata: string): Promise<void> => {
  const file = join(pgdata, 'postmaster.pid')
  const content = await readFile(file, 'utf8').catch(() => '')
  if (content === '') return
  const [, ...rest] = content.split('\n')
  await writeFile(file, [String(process.pid), ...rest].join('\n'))
}

const signal = ({ pid }: ProcessIdentity, name: NodeJS.Signals, pgdata: string): void => {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw doesNotStop(pgdata, pid, reasonOf(error))
  }
}

const doesNotStop = (pgdata: string, pid: number, reason: string): EmbeddedError =>
  new EmbeddedError('stop-failed', `a Postgres left on ${pgdata} (pid ${pid}) cannot be stopped: ${reason}`)
