import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { lchown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { postgresMajor } from './binaries.ts'
import { diskFull, EmbeddedError, hasCode, lastLines, reasonOf, saysDiskFull } from './error.ts'
import { giveTo, syncFolder } from './files.ts'
import type { Placement } from './placement.ts'

export const superuser = 'matchday'

/** Output kept of a program that fails, in characters. */
const outputMax = 20_000

/**
 * Makes the cluster where there is none, or refuses one of another major version, and gives its files to whoever
 * Postgres runs as this time. Returns the superuser's password, which is random and kept in a file of mode 0600.
 */
export const ensureCluster = async (placement: Placement, durable: boolean): Promise<string> => {
  const { home, runner } = placement
  const pgdata = join(home, 'pgdata')
  const fresh = !existsSync(pgdata)
  if (!fresh) await checkVersion(pgdata)
  const password = await readPassword(home, fresh)
  if (fresh) await createCluster(placement, pgdata, durable)
  if (runner.owner !== undefined) await giveTo(pgdata, runner.owner)
  return password
}

const checkVersion = async (pgdata: string): Promise<void> => {
  const found = await readFile(join(pgdata, 'PG_VERSION'), 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return 'none'
    throw error
  })
  if (found.trim() === postgresMajor) return
  if (found === 'none') {
    throw new EmbeddedError('data-missing', `${pgdata} is no whole data folder, restore it or use --data`)
  }
  throw new EmbeddedError(
    'wrong-version',
    `${pgdata} is from Postgres ${found.trim()}, this is ${postgresMajor}: dump it with the old one, or use --data`,
  )
}

const readPassword = async (home: string, fresh: boolean): Promise<string> => {
  const path = join(home, 'password')
  if (fresh && !existsSync(path)) {
    await writeFile(path, `${randomBytes(24).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 })
  }
  const password = (await readFile(path, 'utf8').catch(() => '')).trim()
  if (password !== '') return password
  if (!fresh) throw new EmbeddedError('data-missing', `${path} with the database password is gone`)
  await rm(path, { force: true })
  return readPassword(home, fresh)
}

const draftPrefix = '.initdb-'

/** initdb beside the final name and then renamed, so that an interrupted one is never taken for a cluster. */
const createCluster = async (placement: Placement, pgdata: string, durable: boolean): Promise<void> => {
  const { home, runner } = placement
  await removeDrafts(home)
  // Never the name of an earlier draft: the initdb of a killed start may still be at work in that one.
  const draft = join(home, `${draftPrefix}${randomUUID()}`)
  const pwfile = `${draft}.pwfile`
  await mkdir(draft, { mode: 0o700 })
  // A copy that the account may read for the second this takes.
  await writeFile(pwfile, await readFile(join(home, 'password')), { flag: 'wx', mode: 0o600 })
  if (runner.owner !== undefined) {
    for (const path of [draft, pwfile]) await lchown(path, runner.owner.uid, runner.owner.gid)
  }
  try {
    await runInitdb(placement, [
      ...['--pgdata', draft, '--username', superuser, '--pwfile', pwfile],
      // Sorted by code point on every machine; letters beyond ASCII still have upper and lower case.
      ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      ...['--auth-host=scram-sha-256', '--auth-local=reject', ...(durable ? [] : ['--no-sync'])],
    ])
    await rename(draft, pgdata)
    if (durable) await syncFolder(home)
  } finally {
    await rm(pwfile, { force: true })
    await rm(draft, { recursive: true, force: true })
  }
}

const removeDrafts = async (home: string): Promise<void> => {
  for (const name of await readdir(home)) {
    // What an initdb still writes to cannot be removed now; the next first start tries again.
    if (name.startsWith(draftPrefix)) await rm(join(home, name), { recursive: true, force: true }).catch(() => {})
  }
}

const runInitdb = async ({ home, native, runner }: Placement, initdbArgs: readonly string[]): Promise<void> => {
  const { command, args, options } = runner.invoke(join(native, 'bin', 'initdb'), initdbArgs)
  const child = spawn(command, args, { ...options, env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } })
  let output = ''
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-outputMax)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const code = await new Promise<number | string | null>((resolve) => {
    child.once('error', (error) => resolve(reasonOf(error)))
    child.once('close', (status, signal) => resolve(status ?? signal))
  })
  if (code === 0) return
  if (saysDiskFull(output)) throw diskFull(home)
  throw new EmbeddedError('initdb-failed', `initdb failed (${code}): ${lastLines(output)}`)
}
