import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { scratchFolder } from '../testing/embedded.ts'
import { EmbeddedError } from './error.ts'
import { thisHost } from './placement.ts'
import type { Host } from './placement.ts'
import { startEmbeddedPostgres } from './start.ts'

describe('an embedded Postgres that cannot run', () => {
  let folder: string
  beforeEach(async () => {
    folder = await scratchFolder()
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  /** The one line a person gets. Everything the attempt locked or started is gone again. */
  const faultOf = async (dataDir: string, host?: Host, settings: Record<string, string> = {}): Promise<string> => {
    const fault: unknown = await startEmbeddedPostgres({ dataDir, durable: false, settings }, host).then(
      async (server) => server.stop(),
      (error: unknown) => error,
    )
    if (!(fault instanceof EmbeddedError)) throw new Error('it ran, or failed otherwise', { cause: fault })
    expect(fault.message).not.toContain('\n')
    const left = await readdir(dataDir).catch(() => [])
    expect(left.filter((name) => name.includes('lock') || name.startsWith('.initdb'))).toEqual([])
    return `${fault.code}: ${fault.message}`
  }

  /** Binaries that do as the script says. */
  const fakeHost = async (script: string): Promise<Host> => {
    const bin = join(folder, 'native', 'bin')
    await mkdir(bin, { recursive: true })
    await writeFile(join(bin, 'initdb'), `#!/bin/sh\n${script}\n`)
    await writeFile(join(bin, 'postgres'), '#!/bin/sh\nexit 0\n')
    for (const name of ['initdb', 'postgres']) await chmod(join(bin, name), 0o755)
    return { ...thisHost(), native: join(folder, 'native') }
  }

  it('says that a folder cannot be written', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    expect(await faultOf(file)).toMatch(/^unwritable-folder: cannot keep data in .*file \(EEXIST.*--data$/)
    expect(await faultOf(join(file, 'below'))).toMatch(/^unwritable-folder: .*ENOTDIR.*--data$/)
  })

  it('refuses the data of another major version, and half a data folder', async () => {
    await mkdir(join(folder, 'pgdata'))
    expect(await faultOf(folder)).toMatch(/^data-missing: .*pgdata is no whole data folder/)
    await writeFile(join(folder, 'pgdata', 'PG_VERSION'), '17\n')
    expect(await faultOf(folder)).toMatch(/^wrong-version: .*pgdata is from Postgres 17, this is 18: dump it/)
  })

  it('refuses data whose password is gone', async () => {
    await mkdir(join(folder, 'pgdata'))
    await writeFile(join(folder, 'pgdata', 'PG_VERSION'), '18\n')
    expect(await faultOf(folder)).toMatch(/^data-missing: .*password with the database password is gone/)
  })

  it('refuses a folder whose data was moved to one that is gone', async () => {
    await writeFile(join(folder, 'moved-to'), join(folder, 'gone'))
    expect(await faultOf(folder)).toMatch(/^data-missing: the data of .* was moved to .*gone, which is gone$/)
  })

  it('gives the last words of initdb', async () => {
    const host = await fakeHost('echo one; echo two; echo "initdb: error: three" >&2; echo; echo four; exit 3')
    const fault = await faultOf(join(folder, 'data'), host)
    expect(fault).toBe('initdb-failed: initdb failed (3): initdb: error: three')
  })

  it('knows a full disk', async () => {
    for (const words of ['No space left on device', 'wrote only 4096 of 8192 bytes\\nHINT: Check free disk space.']) {
      const host = await fakeHost(`printf "FATAL: could not extend file: ${words}\\nAborted\\n" >&2; exit 1`)
      expect(await faultOf(join(folder, 'data'), host)).toMatch(/^disk-full: the disk that holds .* is full/)
    }
  })

  it('gives the last words of a server that refuses its settings', async () => {
    const fault = await faultOf(join(folder, 'data'), undefined, { max_connections: 'many' })
    expect(fault).toMatch(/^start-failed: Postgres did not start: .*max_connections.*many/)
  }, 60_000)

  it('says when a setting does not fit the machine', async () => {
    const fault = await faultOf(join(folder, 'data'), undefined, { shared_buffers: '8000GB' })
    expect(fault).toMatch(/^start-failed: Postgres did not start: /)
  }, 60_000)
})
