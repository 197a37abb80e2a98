import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readSigningKey } from '@matchday/adapters/keys/signing-key'
import { runCli } from '../../testing/run-cli.ts'
import { addKeys } from './add-keys.ts'

const keys = (...args: string[]) => runCli(addKeys, 'keys', ...args)
const publicKeyOf = (text: string): string | null => {
  const read = readSigningKey(text)
  return read.ok ? read.value.publicKey : null
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matchday-keys-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('keys new', () => {
  it('writes the private key where only its owner reads it, and prints the public one', async () => {
    const file = join(folder, 'north.key')
    const run = await keys('new', '--out', file)
    expect([run.code, run.err]).toEqual([0, ''])
    const text = await readFile(file, 'utf8')
    expect(text).toMatch(/^[^\n]{64}\n$/)
    expect(run.out).toContain(`public key   ${publicKeyOf(text)}, in ${file}.pub\n`)
    expect(await readFile(`${file}.pub`, 'utf8')).toBe(`${publicKeyOf(text)}\n`)
    expect(run.out).not.toContain(text.trim())
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('never writes over a file', async () => {
    const file = join(folder, 'taken')
    await writeFile(file, 'something dear')
    expect(await keys('new', '--out', file)).toEqual({ code: 3, out: '', err: `matchday: ${file} exists already\n` })
    expect(await readFile(file, 'utf8')).toBe('something dear')
    expect(await readdir(folder)).not.toContain('taken.pub')
    const half = join(folder, 'half')
    await writeFile(`${half}.pub`, 'of another key')
    expect(await keys('new', '--out', half)).toMatchObject({ code: 3, err: `matchday: ${half}.pub exists already\n` })
    expect(await readdir(folder)).not.toContain('half')
    const nowhere = join(folder, 'no/such')
    expect(await keys('new', '--out', nowhere, '--print')).toMatchObject({ code: 3, out: '' })
  })

  it('prints the private key when it is asked to, and only then', async () => {
    const printed = await keys('new', '--print')
    const [, publicKey, privateKey] = /^public key {3}(\S+)\nprivate key {2}(\S+)\n$/.exec(printed.out) ?? []
    expect(publicKeyOf(privateKey ?? '')).toBe(publicKey)
    const err = 'matchday: say where the private key goes: --out FILE, or --print\n'
    expect(await keys('new')).toEqual({ code: 2, out: '', err })
  })

  it('answers programs', async () => {
    const file = join(folder, 'south.key')
    const run = await keys('new', '--out', file, '--json')
    expect(JSON.parse(run.out)).toEqual({ publicKey: publicKeyOf(await readFile(file, 'utf8')), file })
    const { privateKey, ...rest } = JSON.parse((await keys('new', '--print', '--json')).out) as Record<string, string>
    expect(rest).toEqual({ publicKey: publicKeyOf(privateKey ?? ''), file: null })
  })
})
