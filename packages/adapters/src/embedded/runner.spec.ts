import { describe, expect, it } from '@jest/globals'
import { unprivilegedAccount } from './runner.ts'

const root = 'root:x:0:0:root:/root:/bin/bash'
const daemon = 'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin'
const nobody = 'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin'
const postgres = 'postgres:x:101:104:PostgreSQL,,,:/var/lib/postgresql:/bin/bash'

describe('the account Postgres runs as', () => {
  it.each([
    [[root, daemon, nobody, postgres], { name: 'postgres', uid: 101, gid: 104 }],
    [[root, daemon, nobody], { name: 'nobody', uid: 65_534, gid: 65_534 }],
    [[root, daemon], { name: 'daemon', uid: 1, gid: 1 }],
    [[root, '', 'nobody:x', 'nobody:*:-2:-2:Unprivileged:/var/empty:/usr/bin/false'], undefined],
    [[root], undefined],
    [[], undefined],
  ])('of %j is %j', (lines, account) => {
    expect(unprivilegedAccount(lines.join('\n'))).toEqual(account)
  })
})
