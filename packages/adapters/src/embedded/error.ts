export type EmbeddedFault =
  | 'already-running'
  | 'data-missing'
  | 'disk-full'
  | 'initdb-failed'
  | 'no-account'
  | 'no-java'
  | 'no-kafka'
  | 'other-node-count'
  | 'port-taken'
  | 'start-failed'
  | 'still-ending'
  | 'stop-failed'
  | 'unsupported-platform'
  | 'unwritable-folder'
  | 'wrong-version'

/** Why the embedded Postgres or Kafka cannot run. The message is one line, fit for the person who started it. */
export class EmbeddedError extends Error {
  override readonly name = 'EmbeddedError'
  readonly code: EmbeddedFault

  constructor(code: EmbeddedFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

const folderFaults = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ENOENT', 'ELOOP'])
const fullFaults = new Set(['ENOSPC', 'EDQUOT'])

/** An error by its shape: `instanceof` fails for what Node throws into another realm, such as a test's. */
const partsOf = (error: unknown): { message: string; code: string } => {
  const { message, code } = Object(error) as { message?: unknown; code?: unknown }
  return {
    message: typeof message === 'string' ? message : String(error),
    code: typeof code === 'string' ? code : '',
  }
}

/** An error's message on one line. */
export const reasonOf = (error: unknown): string => partsOf(error).message.replaceAll(/\s+/g, ' ')

export const hasCode = (error: unknown, ...codes: string[]): boolean => codes.includes(partsOf(error).code)

/** What a failed file operation means for the person who chose `folder`; other errors pass as they are. */
export const asFolderFault = (error: unknown, folder: string): unknown => {
  if (error instanceof EmbeddedError) return error
  if (fullFaults.has(partsOf(error).code)) return diskFull(folder)
  if (!folderFaults.has(partsOf(error).code)) return error
  return new EmbeddedError(
    'unwritable-folder',
    `cannot keep data in ${folder} (${reasonOf(error)}), choose another folder with --data`,
    { cause: error },
  )
}

export const diskFull = (folder: string): EmbeddedError =>
  new EmbeddedError('disk-full', `the disk that holds ${folder} is full, free some space or use --data`)

/** Whether a Postgres program's output says that the disk is full, which it has several words for. */
export const saysDiskFull = (output: string): boolean =>
  /No space left on device|Disk quota exceeded|Check free disk space/.test(output)

/** The last telling lines of a program's output as one line, so that the cause is seen without opening a log. */
export const lastLines = (output: string, count = 3): string => {
  const lines = output
    .split('\n')
    .map((line) => line.replace(/^.*\[\d+\] /, '').trim())
    .filter((line) => line !== '')
  const telling = lines.filter((line) => /\b(error|FATAL|PANIC)\b|could not/i.test(line))
  return (telling.length > 0 ? telling : lines).slice(-count).join(' / ')
}
