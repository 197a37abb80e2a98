import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readFederationFile } from '@matchday/adapters/federation/federation-file'
import type { Federation } from '@matchday/domain/inventory/federation'

/** Writes the `federation.json` of a log into a folder of its own, and reads it as a site will. */
export async function writeFederation(
  folder: string,
  name: string,
  content: Omit<Federation, 'sha256'>,
): Promise<{ readonly federation: Federation; readonly path: string }> {
  const path = join(folder, name, 'federation.json')
  await mkdir(join(folder, name))
  await writeFile(path, JSON.stringify(content, null, 2))
  const read = await readFederationFile(path)
  if (!read.ok) throw new Error(`the bench's own federation is refused: ${JSON.stringify(read.refusal)}`)
  return { federation: read.value, path }
}
