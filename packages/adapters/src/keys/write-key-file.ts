import { open } from 'node:fs/promises'
import type { Result } from '@matchday/domain/result'
import { refuse, succeed } from '@matchday/domain/result'
import { fileReason } from '../files/file-reason.ts'

/**
 * Writes a secret, one line, to a file that only this user may read. Never over another file: a key that is lost is
 * lost for good. Refused with the reason, as the rest of a sentence that begins with the file's name.
 */
export async function writeKeyFile(file: string, text: string): Promise<Result<null, string>> {
  try {
    await using handle = await open(file, 'wx', 0o600)
    await handle.writeFile(`${text}\n`)
    await handle.sync()
    return succeed(null)
  } catch (error) {
    return refuse(fileReason(error))
  }
}
