import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** An unprivileged account of this machine. */
export type Account = { readonly uid: number; readonly gid: number; readonly name: string }

export type Invocation = {
  readonly command: string
  readonly args: readonly string[]
  readonly options: { readonly cwd: string; readonly uid?: number; readonly gid?: number }
}

/** A way to run Postgres as somebody it accepts. */
export type Runner = {
  readonly kind: 'plain' | 'account' | 'namespace'
  /** Who must own the data; undefined: it is left as it is. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined
  invoke(command: string, args: readonly string[]): Invocation
}

/** Postgres looks its working folder up, and ours may be closed to it. */
const cwd = '/'

export const plainRunner: Runner = {
  kind: 'plain',
  owner: undefined,
  invoke: (command, args) => ({ command, args, options: { cwd } }),
}

export const accountRunner = ({ uid, gid }: Account): Runner => ({
  kind: 'account',
  owner: { uid, gid },
  invoke: (command, args) => ({ command, args, options: { cwd, uid, gid } }),
})

/**
 * Root that calls itself `account` inside a user namespace: to Postgres it is not root, to the file system it is, so it
 * reaches everything root owns. Many containers forbid it.
 */
export const namespaceRunner = ({ uid, gid }: Account, unshare: string): Runner => ({
  kind: 'namespace',
  owner: { uid: 0, gid: 0 },
  invoke: (command, args) => ({
    command: unshare,
    args: ['-U', `--map-user=${uid}`, `--map-group=${gid}`, '--', command, ...args],
    options: { cwd },
  }),
})

const succeeds = ({ command, args, options }: Invocation): boolean =>
  spawnSync(command, args, { ...options, stdio: 'ignore', timeout: 10_000 }).status === 0

/** Tried, not reckoned from modes: access lists, mounts without exec and missing libraries count too. */
export const canRun = (runner: Runner, native: string): boolean =>
  succeeds(runner.invoke(join(native, 'bin', 'postgres'), ['--version']))

export const canEnter = (runner: Runner, folder: string): boolean =>
  succeeds(runner.invoke('/bin/sh', ['-c', 'cd "$1"', 'sh', folder]))

const readPasswd = (): string => (existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8') : '')

/**
 * The account Postgres runs as when we are root: `postgres`, else `nobody`, else any other that is listed. It must be
 * listed, because initdb asks for the name behind its number.
 */
export const unprivilegedAccount = (passwd = readPasswd()): Account | undefined => {
  const accounts = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid = '', gid = '']) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ name, uid, gid }) => name !== '' && uid > 0 && gid > 0)
  const named = (wanted: string): Account | undefined => accounts.find(({ name }) => name === wanted)
  return named('postgres') ?? named('nobody') ?? accounts[0]
}
