import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { EmbeddedError, hasCode } from './error.ts'
import { syncFolder, syncTree } from './files.ts'
import { canEnter } from './runner.ts'
import type { Runner } from './runner.ts'

const pointer = 'moved-to'

/** The folder that holds the data of `dataDir`: itself, or where an earlier start had to move it. */
export const homeOf = async (dataDir: string): Promise<string> => {
  try {
    const home = (await readFile(join(dataDir, pointer), 'utf8')).trim()
    if (existsSync(home)) return home
    throw new EmbeddedError('data-missing', `the data of ${dataDir} was moved to ${home}, which is gone`)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return dataDir
    throw error
  }
}

/** Moves what is kept in `home` to a shelter. The pointer is written last, so a crash leaves one place that counts. */
export const moveHome = async (
  dataDir: string,
  home: string,
  shelters: readonly string[],
  runner: Runner,
): Promise<string> => {
  const shelter = await findShelter(dataDir, shelters, runner)
  const kept = ['pgdata', 'password'].filter((name) => existsSync(join(home, name)))
  const faithfully = { recursive: true, preserveTimestamps: true }
  for (const name of kept) await cp(join(home, name), join(shelter, name), faithfully)
  await syncTree(shelter)
  const draft = join(dataDir, `.${pointer}-${randomUUID()}`)
  await writeFile(draft, `${shelter}\n`)
  await rename(draft, join(dataDir, pointer))
  await syncFolder(dataDir)
  for (const name of kept) await rm(join(home, name), { recursive: true, force: true })
  return shelter
}

/** A new folder of our own, under a name nobody can have prepared. */
const findShelter = async (dataDir: string, shelters: readonly string[], runner: Runner): Promise<string> => {
  const name = `${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}-`
  for (const base of shelters) {
    try {
      await mkdir(base, { recursive: true, mode: 0o755 })
      const shelter = await mkdtemp(join(base, name))
      await chmod(shelter, 0o711)
      if (canEnter(runner, shelter)) return shelter
      await rm(shelter, { recursive: true })
    } catch (error) {
      if (!hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT', 'EEXIST')) throw error
    }
  }
  throw new EmbeddedError(
    'unwritable-folder',
    `only root can enter ${dataDir} and no other folder can be used (${shelters.join(', ')}), choose one with --data`,
  )
}

/** Copies the binaries (60 MB) beside the data, once for each version of them. */
export const copyNative = async (native: string, home: string): Promise<string> => {
  // The path names the package's version where pnpm installed it, and where it does not, a new path is a new copy.
  const copy = join(home, `postgres-${createHash('sha256').update(native).digest('hex').slice(0, 12)}`)
  if (existsSync(copy)) return copy
  const draft = `${copy}.new`
  await rm(draft, { recursive: true, force: true })
  await cp(native, draft, { recursive: true, verbatimSymlinks: true })
  await rename(draft, copy)
  for (const name of await readdir(home)) {
    if (name.startsWith('postgres-') && name !== basename(copy)) await rm(join(home, name), { recursive: true })
  }
  return copy
}
