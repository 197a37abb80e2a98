import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { writeTextFile } from './write-text-file.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matchday-write-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('replaces a file whole and leaves nothing beside it', async () => {
  const file = join(folder, 'list.json')
  await writeTextFile(file, 'old and long')
  await writeTextFile(file, 'new')
  expect(await readFile(file, 'utf8')).toBe('new')
  expect(await readdir(folder)).toEqual(['list.json'])
})

it('leaves nothing behind where it cannot be put in place', async () => {
  const taken = join(folder, 'taken')
  await mkdir(join(taken, 'inside'), { recursive: true })
  await expect(writeTextFile(taken, 'text')).rejects.toThrow()
  await expect(writeTextFile(join(folder, 'missing', 'list.json'), 'text')).rejects.toThrow('ENOENT')
  expect((await readdir(folder)).toSorted()).toEqual(['list.json', 'taken'])
})
