import { tmpdir } from 'node:os'
import { packagedPostgres } from './binaries.ts'
import { EmbeddedError } from './error.ts'
import { copyNative, homeOf, moveHome } from './relocation.ts'
import { accountRunner, canEnter, canRun, namespaceRunner, plainRunner, unprivilegedAccount } from './runner.ts'
import type { Account, Runner } from './runner.ts'

/** What the machine offers; handed in so that a test can take some of it away. */
export type Host = {
  /** The folder with Postgres' bin, lib and share. */
  readonly native: string
  /** The command that makes a user namespace; undefined: there is none. */
  readonly unshare: string | undefined
  /** Folders that every user reaches, best first: the data moves to one when all else fails. */
  readonly shelters: readonly string[]
}

export const thisHost = (): Host => ({
  native: packagedPostgres(),
  unshare: process.platform === 'linux' ? 'unshare' : undefined,
  shelters: ['/var/lib/matchday', tmpdir()],
})

/** Where the cluster lies, where its binaries lie, and how they are run. */
export type Placement = { readonly runner: Runner; readonly home: string; readonly native: string }

/**
 * Finds a way to run Postgres on `dataDir`. An ordinary user runs it plainly. Root needs another user that reaches
 * binaries and data; else a user namespace, with everything in place; else copies in a folder that can be reached.
 */
export const place = async (dataDir: string, host: Host): Promise<Placement> => {
  const home = await homeOf(dataDir)
  if (process.geteuid?.() !== 0) return { runner: plainRunner, home, native: host.native }
  const account = unprivilegedAccount()
  if (account === undefined) {
    throw new EmbeddedError('no-account', 'Postgres does not run as root, and /etc/passwd lists nobody else')
  }
  const candidates = [
    accountRunner(account),
    ...(host.unshare === undefined ? [] : [namespaceRunner(account, host.unshare)]),
  ]
  const runner = candidates.find((one) => canRun(one, host.native) && canEnter(one, home))
  return runner === undefined ? relocate(dataDir, home, host, account) : { runner, home, native: host.native }
}

const relocate = async (dataDir: string, home: string, host: Host, account: Account): Promise<Placement> => {
  const runner = accountRunner(account)
  const reachable = canEnter(runner, home) ? home : await moveHome(dataDir, home, host.shelters, runner)
  const native = canRun(runner, host.native) ? host.native : await copyNative(host.native, reachable)
  return { runner, home: reachable, native }
}
