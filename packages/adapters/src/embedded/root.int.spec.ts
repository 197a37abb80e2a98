import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { chmod, chown, cp, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { end, rowsOf, scratchFolder, supervise } from '../testing/embedded.ts'
import { packagedPostgres } from './binaries.ts'
import { thisHost } from './placement.ts'
import type { Host } from './placement.ts'
import { removeEmbeddedPostgres } from './remove.ts'
import { canRun, accountRunner, unprivilegedAccount } from './runner.ts'
import { startEmbeddedPostgres } from './start.ts'

const patienceMs = 60_000
const isRoot = process.geteuid?.() === 0
const account = unprivilegedAccount() ?? { uid: 0, gid: 0, name: 'nobody' }
const probe = ['-U', `--map-user=${account.uid}`, `--map-group=${account.gid}`, 'true']
const mayUnshare = isRoot && spawnSync('unshare', probe).status === 0
const othersReachNode = isRoot && canRun(accountRunner(account), packagedPostgres())

const provided = (condition: boolean) => (name: string, body: () => Promise<void>): void => {
  if (condition) it(name, body, patienceMs)
}
const asRoot = provided(isRoot)
const withNamespaces = provided(mayUnshare)
const withReachableCheckout = provided(othersReachNode)
const say = (line: string): boolean => process.stdout.write(`${line}\n`)
if (!isRoot) say('not root: how root runs Postgres is not tested here')
else if (!mayUnshare) say('user namespaces are forbidden: running Postgres in one is not tested here')
if (isRoot && !othersReachNode) say('only root can enter this checkout: running as another user is not tested here')

describe('root with an embedded Postgres', () => {
  let box: string
  let open: string
  let closed: string
  /** Binaries where only root can enter, as in a checkout below a container's /root. */
  let closedHost: Host
  const notices: string[] = []
  beforeAll(async () => {
    box = await scratchFolder()
    await mkdir(join(box, 'closed'), { mode: 0o700 })
    await cp(packagedPostgres(), join(box, 'closed', 'native'), { recursive: true, verbatimSymlinks: true })
    closedHost = { ...thisHost(), native: join(box, 'closed', 'native'), shelters: [join(box, 'shelter')] }
  }, patienceMs)
  beforeEach(() => {
    open = join(box, 'data')
    closed = join(box, 'closed', 'data')
    notices.length = 0
  })
  afterEach(async () => {
    for (const dataDir of [open, closed]) await removeEmbeddedPostgres(dataDir)
    await rm(join(box, 'shelter'), { recursive: true, force: true })
  })
  afterAll(() => rm(box, { recursive: true, force: true }))

  /** Starts, runs the statement, stops; gives what it returned and who ran the server. */
  const visit = async (dataDir: string, host: Host, sql: string): Promise<{ rows: unknown[]; uid: number }> => {
    const server = await startEmbeddedPostgres({ dataDir, durable: false, notice: (line) => notices.push(line) }, host)
    try {
      return { rows: await rowsOf(server.url('postgres'), sql), uid: await userOf(server.pid) }
    } finally {
      await server.stop()
    }
  }
  const ownerOf = async (path: string): Promise<number> => (await stat(path)).uid
  /** Who runs a process, seen from outside any namespace; -1 where there is no /proc. */
  const userOf = async (pid: number): Promise<number> => (await stat(`/proc/${pid}`).catch(() => ({ uid: -1 }))).uid
  const withoutNamespaces = (host: Host): Host => ({ ...host, unshare: undefined })
  const make = 'CREATE TABLE kept AS SELECT 7 AS seats'
  const read = 'SELECT seats FROM kept'
  const kept = [{ seats: 7 }]

  withReachableCheckout('runs it as another user where that one reaches everything', async () => {
    const { uid } = await visit(open, thisHost(), make)
    expect([uid, await ownerOf(join(open, 'pgdata'))]).toEqual([account.uid, account.uid])
    expect((await visit(open, thisHost(), read)).rows).toEqual(kept)
    expect(notices).toEqual([])
  })

  withNamespaces('runs it in a user namespace, in place, where only root can enter', async () => {
    const { uid } = await visit(closed, closedHost, make)
    expect([uid, await ownerOf(join(closed, 'pgdata'))]).toEqual([0, 0])
    expect((await visit(closed, closedHost, read)).rows).toEqual(kept)
    expect((await readdir(closed)).filter((name) => name.startsWith('postgres-'))).toEqual([])
    expect(notices).toEqual([])
  })

  asRoot('keeps data and binaries elsewhere where namespaces are forbidden too, and says where', async () => {
    const host = withoutNamespaces(closedHost)
    const { uid } = await visit(closed, host, make)
    expect(uid).toBe(account.uid)
    const [shelter = ''] = await readdir(join(box, 'shelter'))
    const place = join(box, 'shelter', shelter)
    expect(notices).toEqual([
      `the data is in ${place}: Postgres does not run as root, and only root can enter ${closed}`,
    ])
    expect((await visit(closed, host, read)).rows).toEqual(kept)
    expect(await readdir(join(box, 'shelter'))).toEqual([shelter])
    expect((await stat(join(place, 'password'))).mode & 0o777).toBe(0o600)
    await removeEmbeddedPostgres(closed)
    expect(await readdir(join(box, 'shelter'))).toEqual([])
  })

  withNamespaces('takes the data along when namespaces are forbidden from one day on', async () => {
    await visit(closed, closedHost, make)
    expect((await visit(closed, withoutNamespaces(closedHost), read)).rows).toEqual(kept)
    expect((await readdir(closed)).toSorted()).toEqual(['moved-to', 'postgres.log'])
    expect((await visit(closed, closedHost, read)).rows).toEqual(kept)
  })

  asRoot('copies only the binaries where the data can be reached', async () => {
    await visit(open, withoutNamespaces(closedHost), make)
    expect((await visit(open, withoutNamespaces(closedHost), read)).rows).toEqual(kept)
    expect((await readdir(open)).filter((name) => name.startsWith('postgres-'))).toHaveLength(1)
    expect(notices).toEqual([])
  })

  withNamespaces('gives the data to whom it runs as when the folder is closed or opened', async () => {
    const host = { ...thisHost(), shelters: [] }
    await visit(open, host, make)
    await chmod(open, 0o700)
    expect(await visit(open, host, read)).toEqual({ rows: kept, uid: 0 })
    await chmod(open, 0o755)
    expect((await visit(open, host, read)).rows).toEqual(kept)
  })

  asRoot('refuses a copied folder that points to data another one runs on', async () => {
    const host = withoutNamespaces(closedHost)
    const server = await startEmbeddedPostgres({ dataDir: closed, durable: false }, host)
    await cp(join(closed, 'moved-to'), join(open, 'moved-to'))
    const refusal = visit(open, host, read)
    await expect(refusal).rejects.toMatchObject({ code: 'already-running' })
    expect(await rowsOf(server.url('postgres'), 'SELECT 7 AS seats')).toEqual(kept)
    await server.stop()
    await rm(open, { recursive: true })
  })

  asRoot('says so when there is nowhere to keep the data', async () => {
    const host = { ...withoutNamespaces(closedHost), shelters: [join(box, 'closed', 'shelter')] }
    await expect(visit(closed, host, make)).rejects.toMatchObject({
      code: 'unwritable-folder',
      message: expect.stringMatching(/^only root can enter .* choose one with --data$/),
    })
    expect(await readdir(join(box, 'closed', 'shelter'))).toEqual([])
  })

  withReachableCheckout('lets an ordinary user run it plainly, but not in the folder of another', async () => {
    await expect(supervise(join(box, 'closed', 'of-another'), account)).rejects.toThrow(/cannot keep data in .*EACCES/)
    await mkdir(open)
    await expect(supervise(open, account)).rejects.toThrow(/cannot keep data in .*EACCES/)
    await chown(open, account.uid, account.gid)
    const supervised = await supervise(open, account)
    expect(await userOf(supervised.pid)).toBe(account.uid)
    await end(supervised, 'SIGTERM')
    expect((await readdir(open)).toSorted()).toEqual(['password', 'pgdata', 'postgres.log'])
  })

  provided(!isRoot)('is not there: an ordinary user runs it plainly', async () => {
    await visit(open, thisHost(), make)
    expect((await visit(open, thisHost(), read)).rows).toEqual(kept)
  })
})
