import { open, rm } from 'node:fs/promises'
import type { Result } from '@matchday/domain/result'
import { refuse, succeed } from '@matchday/domain/result'
import { fileReason } from '../files/file-reason.ts'
import type { SigningKey } from './signing-key.ts'
import { signingKeyText } from './signing-key.ts'

/**
 * Writes the private key to `file`, which only this user may read, and the public one to `file.pub`, a line each; both
 * or none. Never over another file, for a key that is lost is lost for good. Refused with a line that says why.
 */
export async function writeKeyFiles(file: string, key: SigningKey): Promise<Result<null, string>> {
  const secret = await writeNewFile(file, signingKeyText(key), 0o600)
  if (!secret.ok) return secret
  const published = await writeNewFile(`${file}.pub`, key.publicKey, 0o644)
  if (!published.ok) await rm(file)
  return published
}

async function writeNewFile(file: string, text: string, mode: number): Promise<Result<null, string>> {
  try {
    await using handle = await open(file, 'wx', mode)
    await handle.writeFile(`${text}\n`)
    await handle.sync()
    return succeed(null)
  } catch (error) {
    return refuse(`${file} ${fileReason(error)}`)
  }
}
