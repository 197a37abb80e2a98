import { createHash, randomBytes } from 'node:crypto'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { EmbeddedError } from './error.ts'
import { ownIdentity, startTimeOf } from './processes.ts'

export type FolderLock = { release(): Promise<void> }

/** A lock file says all in its name, so that it is there whole or not at all. */
const lockPattern = /^matchday\.(\d+)\.([0-9a-f]{12})\.[0-9a-f]{16}\.lock$/

/** How often, and how far apart, the first of several contenders looks whether the others have gone. */
const looksMax = 50
const lookEveryMs = 10

const stampOf = (startTime: string): string => createHash('sha256').update(startTime).digest('hex').slice(0, 12)

type Claim = { readonly name: string; readonly pid: number; readonly alive: boolean }

const claimsIn = async (folder: string): Promise<Claim[]> =>
  (await readdir(folder)).toSorted().flatMap((name) => {
    const [, digits, stamp] = lockPattern.exec(name) ?? []
    if (digits === undefined) return []
    const pid = Number(digits)
    const startTime = startTimeOf(pid)
    return [{ name, pid, alive: startTime !== undefined && stampOf(startTime) === stamp }]
  })

/** Who has a folder: a living process, only a dead one, or nobody. */
export const lockState = async (folder: string): Promise<'held' | 'abandoned' | 'free'> => {
  const claims = await claimsIn(folder)
  if (claims.some(({ alive }) => alive)) return 'held'
  return claims.length > 0 ? 'abandoned' : 'free'
}

/**
 * Takes the folder for this process until released. Refuses with `already-running` when a living process has it.
 *
 * Everybody first puts up a claim under a name of its own and then looks: of two, the later sees the earlier. Whoever
 * sees another living claim withdraws, save the first by name, which waits a moment for others that withdraw as well.
 * The claims of the dead are cleared away; as no name comes back, that can never hit a new claim.
 */
export const lockFolder = async (folder: string): Promise<FolderLock> => {
  const { pid, startTime } = ownIdentity()
  const own = `matchday.${pid}.${stampOf(startTime)}.${randomBytes(8).toString('hex')}.lock`
  const release = (): Promise<void> => rm(join(folder, own), { force: true })
  await writeFile(join(folder, own), '', { flag: 'wx', mode: 0o644 })
  try {
    const rival = await waitUntilAlone(folder, own)
    if (rival !== undefined) throw alreadyRunning(folder, rival)
  } catch (error) {
    await release()
    throw error
  }
  return { release }
}

/** The pid of a living process that has the folder, or undefined when it is ours. */
const waitUntilAlone = async (folder: string, own: string): Promise<number | undefined> => {
  let rival: number | undefined
  for (let look = 0; look < looksMax; look += 1) {
    const others = (await claimsIn(folder)).filter(({ name }) => name !== own)
    for (const { name, alive } of others) if (!alive) await rm(join(folder, name), { force: true })
    const first = others.find(({ alive }) => alive)
    if (first === undefined) return undefined
    rival = first.pid
    if (first.name < own) return rival
    await sleep(lookEveryMs)
  }
  return rival
}

const alreadyRunning = (folder: string, pid: number): EmbeddedError =>
  new EmbeddedError('already-running', `already running on ${folder} (pid ${pid}), stop it or use --data`)
