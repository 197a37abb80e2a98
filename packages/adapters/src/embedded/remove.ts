import { existsSync } from 'node:fs'
import { readdir, realpath, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { asFolderFault, hasCode } from './error.ts'
import { lockFolder } from './lock.ts'
import { stopOrphan } from './orphan.ts'
import { homeOf } from './relocation.ts'

/** Everything a cluster's folder holds of ours. Whatever else somebody keeps there stays. */
const ours = /^(pgdata|password|moved-to|postgres\.log(\.1)?|postgres-[0-9a-f]{12}(\.new)?|\.initdb-.*|\.moved-to-.*)$/

/**
 * Removes the cluster of `dataDir` with all its data, wherever it lies, and the folder itself when nothing else is in
 * it. A server left by a killed process is stopped first. Refuses with `already-running` while a living one has it.
 */
export const removeEmbeddedPostgres = async (dataDir: string): Promise<void> => {
  if (!existsSync(dataDir)) return
  try {
    const folder = await realpath(dataDir)
    const lock = await lockFolder(folder)
    try {
      const home = await homeOf(folder).catch(() => folder)
      await stopOrphan(home)
      await removeOurs(home)
      if (home !== folder) await rmdir(home).catch(notEmpty)
      await removeOurs(folder)
    } finally {
      await lock.release()
    }
    await rmdir(folder).catch(notEmpty)
  } catch (error) {
    throw asFolderFault(error, dataDir)
  }
}

const removeOurs = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    if (ours.test(name)) await rm(join(folder, name), { recursive: true, force: true })
  }
}

const notEmpty = (error: unknown): void => {
  if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw error
}
