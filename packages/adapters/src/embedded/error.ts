export type EmbeddedPostgresFault =
  | 'already-running'
  | 'data-missing'
  | 'disk-full'
  | 'initdb-failed'
  | 'no-account'
  | 'port-taken'
  | 'start-failed'
  | 'stop-failed'
  | 'unsupported-platform'
  | 'unwritable-folder'
  | 'wrong-version'

/** Why the embedded Postgres cannot run. The message is one line, fit to be shown to the person who started it. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError'
  readonly code: EmbeddedPostgresFault

  constructor(code: EmbeddedPostgresFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

const folderFaults = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ENOENT', 'ELOOP'])
const fullFaults = new Set(['ENOSPC', 'EDQUOT'])

const errnoOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

export const hasErrno = (error: unknown, ...codes: string[]): boolean => codes.includes(errnoOf(error))

/** What a failed file operation in `folder` means for the person who chose that folder; other errors pass as they are. */
export const asFolderFault = (error: unknown, folder: string): unknown => {
  if (error instanceof EmbeddedPostgresError) return error
  if (fullFaults.has(errnoOf(error))) return diskFull(folder)
  if (!folderFaults.has(errnoOf(error))) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new EmbeddedPostgresError(
    'unwritable-folder',
    `cannot keep data in ${folder} (${reason}), choose another folder with --data`,
    { cause: error },
  )
}

export const diskFull = (folder: string): EmbeddedPostgresError =>
  new EmbeddedPostgresError('disk-full', `the disk that holds ${folder} is full, free some space or use --data`)

/** The last lines of a program's output as one line, so that the cause is seen without opening a log. */
export const lastLines = (output: string, count = 3): string =>
  output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-count)
    .join(' / ')
