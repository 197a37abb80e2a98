import { randomUUID } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EmbeddedPostgresError, hasCode } from './error.ts'
import { isAlive, ownIdentity } from './processes.ts'
import type { ProcessIdentity } from './processes.ts'

export type FolderLock = { release(): Promise<void> }

export const lockName = 'matchday.lock'

/** Rounds of a start that finds the lock changing hands under it, before it gives up. */
const roundsMax = 20

const isIdentity = (value: unknown): value is ProcessIdentity =>
  typeof value === 'object' &&
  value !== null &&
  'pid' in value &&
  Number.isSafeInteger(value.pid) &&
  'startTime' in value &&
  typeof value.startTime === 'string'

/** Who holds the lock file: its living owner, `stale` when nobody alive does, undefined when there is none. */
const ownerOf = async (path: string): Promise<ProcessIdentity | 'stale' | undefined> => {
  try {
    const owner: unknown = JSON.parse(await readFile(path, 'utf8'))
    return isIdentity(owner) && isAlive(owner) ? owner : 'stale'
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    if (error instanceof SyntaxError) return 'stale'
    throw error
  }
}

/** Puts a complete file at `path` in one step (a link to a finished one), or says that one is there already. */
const linkOnce = async (finished: string, path: string): Promise<boolean> => {
  try {
    await link(finished, path)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

/**
 * Removes a dead owner's lock. Two starts may find it at once, and the slower one would remove the faster one's new
 * lock: so whoever removes holds a second file, and looks again before it does.
 */
const removeStale = async (path: string, finished: string): Promise<void> => {
  const guard = `${path}.takeover`
  if (!(await linkOnce(finished, guard))) {
    if ((await ownerOf(guard)) === 'stale') await rm(guard, { force: true })
    return
  }
  try {
    if ((await ownerOf(path)) === 'stale') await rm(path, { force: true })
  } finally {
    await rm(guard, { force: true })
  }
}

/** The process that holds `folder` now, if one alive does. */
export const lockOwner = async (folder: string): Promise<ProcessIdentity | undefined> => {
  const owner = await ownerOf(join(folder, lockName))
  return owner === 'stale' ? undefined : owner
}

/** Takes the folder for this process until released. Refuses with `already-running` when a living process has it. */
export const lockFolder = async (folder: string): Promise<FolderLock> => {
  const path = join(folder, lockName)
  const finished = join(folder, `.lock-${randomUUID()}`)
  await writeFile(finished, JSON.stringify(ownIdentity()), { flag: 'wx', mode: 0o644 })
  try {
    for (let round = 0; round < roundsMax; round += 1) {
      if (await linkOnce(finished, path)) return { release: () => rm(path, { force: true }) }
      const owner = await ownerOf(path)
      if (owner === 'stale') await removeStale(path, finished)
      else if (owner !== undefined) throw alreadyRunning(folder, owner.pid)
    }
  } finally {
    await rm(finished, { force: true })
  }
  throw new EmbeddedPostgresError('already-running', `several starts compete for ${folder}, try again`)
}

export const alreadyRunning = (folder: string, pid: number): EmbeddedPostgresError =>
  new EmbeddedPostgresError('already-running', `already running on ${folder} (pid ${pid}), stop it or use --data`)
