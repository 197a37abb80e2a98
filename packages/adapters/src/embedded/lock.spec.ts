import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lockFolder, lockOwner } from './lock.ts'
import { ownIdentity } from './processes.ts'

describe('the lock of a data folder', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'matchday-lock-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const leave = (content: string): Promise<void> => writeFile(join(folder, 'matchday.lock'), content)

  it('is refused while its owner lives, and free again once released', async () => {
    const lock = await lockFolder(folder)
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: 'already-running',
      message: `already running on ${folder} (pid ${process.pid}), stop it or use --data`,
    })
    expect(await lockOwner(folder)).toEqual(ownIdentity())
    await lock.release()
    await (await lockFolder(folder)).release()
    expect(await readdir(folder)).toEqual([])
  })

  it('is taken over from a dead process', async () => {
    // Above the largest pid Linux or macOS gives.
    await leave(JSON.stringify({ pid: 4_194_305, startTime: 'long ago' }))
    expect(await lockOwner(folder)).toBeUndefined()
    await (await lockFolder(folder)).release()
  })

  it('is taken over when its pid belongs to another process by now', async () => {
    await leave(JSON.stringify({ pid: process.pid, startTime: 'before this process was' }))
    await (await lockFolder(folder)).release()
  })

  it.each(['', '{', '{"pid":"1"}', 'null'])('is taken over when it says nothing: %j', async (content) => {
    await leave(content)
    await (await lockFolder(folder)).release()
  })

  const findings = ['no', 'a stale', 'an abandoned takeover of a stale']
  it.each(findings)('goes to one of many that find %s lock', async (found) => {
    const stale = JSON.stringify({ pid: 4_194_305, startTime: 'long ago' })
    for (let round = 0; round < 20; round += 1) {
      if (found !== 'no') await leave(stale)
      if (found.startsWith('an')) await writeFile(join(folder, 'matchday.lock.takeover'), stale)
      const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)))
      const won = results.filter((result) => result.status === 'fulfilled')
      expect(won).toHaveLength(1)
      await won[0]?.value.release()
      expect(await readdir(folder)).toEqual([])
    }
  })
})
