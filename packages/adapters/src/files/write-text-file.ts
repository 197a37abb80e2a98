import { rename, rm, writeFile } from 'node:fs/promises'

/** Writes a file whole or not at all: beside it first, then in its place. @throws what the file system says. */
export async function writeTextFile(file: string, text: string): Promise<void> {
  const beside = `${file}.${process.pid}.part`
  try {
    await writeFile(beside, text)
    await rename(beside, file)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}
