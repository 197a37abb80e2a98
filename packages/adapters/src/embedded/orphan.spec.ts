import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serverIn } from './orphan.ts'

describe('the command line of a process', () => {
  let folder: string
  let pgdata: string
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'matchday-orphan-')))
    pgdata = join(folder, 'one', 'pgdata')
    for (const name of ['one', 'two']) await mkdir(join(folder, name, 'pgdata'), { recursive: true })
    await symlink(join(folder, 'one'), join(folder, 'also-one'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.each([
    ['/x/bin/postgres', '-D', 'one/pgdata', 'ours'],
    ['/x y/bin/postgres', '-D', 'also-one/pgdata', 'ours'],
    ['/x/bin/postgres', '-D', 'two/pgdata', 'none'],
    ['/x/bin/postgres', '-D', 'one', 'none'],
    ['/x/bin/postgres', '-D', 'gone/pgdata', 'none'],
    ['/x/bin/postgres', '-p', '1', 'unclear'],
    ['postgres', '-D', 'one/pgdata', 'unclear'],
    ['postgres: checkpointer ', '-D', 'one/pgdata', 'none'],
    ['/usr/bin/editor', '-D', 'one/pgdata', 'none'],
    ['', '', '', 'none'],
  ])('%s %s %s is a server: %s', (program, option, below, expected) => {
    expect(serverIn([program, option, join(folder, below), '-c'], pgdata)).toBe(expected)
  })

  it('that names its folder from where it was started is unclear', () => {
    expect(serverIn(['/x/bin/postgres', '-D', 'pgdata'], pgdata)).toBe('unclear')
  })
})
