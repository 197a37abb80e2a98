import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lockFolder, lockState } from './lock.ts'
import { ownIdentity } from './processes.ts'

/** Above the largest pid that Linux or macOS gives. */
const deadPid = 4_194_305

describe('the lock of a data folder', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'matchday-lock-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const leave = async (pid: number, startTime: string, rest = '0123456789abcdef'): Promise<void> => {
    const stamp = createHash('sha256').update(startTime).digest('hex').slice(0, 12)
    await writeFile(join(folder, `matchday.${pid}.${stamp}.${rest}.lock`), '')
  }

  it('is refused while its owner lives, and free again once released', async () => {
    expect(await lockState(folder)).toBe('free')
    const lock = await lockFolder(folder)
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: 'already-running',
      message: `already running on ${folder} (pid ${process.pid}), stop it or use --data`,
    })
    expect(await lockState(folder)).toBe('held')
    await lock.release()
    await (await lockFolder(folder)).release()
    expect(await readdir(folder)).toEqual([])
  })

  it.each(['0', 'f'])('is refused whichever claim is the first by name: %s', async (digit) => {
    const { pid, startTime } = ownIdentity()
    await leave(pid, startTime, digit.repeat(16))
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'already-running' })
    expect(await readdir(folder)).toHaveLength(1)
  })

  it('is taken over from a dead process', async () => {
    await leave(deadPid, 'long ago')
    expect(await lockState(folder)).toBe('abandoned')
    await (await lockFolder(folder)).release()
    expect(await readdir(folder)).toEqual([])
  })

  it('is taken over when its pid belongs to another process by now', async () => {
    await leave(process.pid, 'before this process was')
    await (await lockFolder(folder)).release()
  })

  it.each([0, 1, 3])('goes to one of many that find %d dead ones', async (dead) => {
    for (let round = 0; round < 30; round += 1) {
      for (let index = 0; index < dead; index += 1) await leave(deadPid + index, 'long ago')
      const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)))
      const won = results.filter((result) => result.status === 'fulfilled')
      expect(won).toHaveLength(1)
      await won[0]?.value.release()
      expect(await readdir(folder)).toEqual([])
    }
  })
})
