import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readFederationFile } from '@matchday/adapters/federation/federation-file'
import { newSigningKey } from '@matchday/adapters/keys/signing-key'
import { runCli } from '../../testing/run-cli.ts'
import { addFederation } from './add-federation.ts'

const list = fileURLToPath(new URL('../../../../../data/world-cup-2022.json', import.meta.url))
const [organiser, north] = [newSigningKey().publicKey, newSigningKey().publicKey]
const roster = ['--publisher', `organiser=${organiser}`, '--site', `north=${north}`]
const make = (file: string, ...flags: string[]) =>
  runCli(addFederation, 'federation', 'new', file, '--list', list, ...flags)

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matchday-federation-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('federation new', () => {
  it('makes the first version of a federation, which a site can read', async () => {
    const file = join(folder, 'federation.json')
    const run = await make(file, ...roster, '--announcer', 'resale', '--partitions', '12')
    expect([run.code, run.err]).toEqual([0, ''])
    const read = await readFederationFile(file)
    expect(read).toMatchObject({
      ok: true,
      value: {
        version: 1,
        tournament: 'world-cup-2022',
        partitions: 12,
        publisher: { id: 'organiser', publicKey: organiser },
        sites: [
          { id: 'north', publicKey: north, name: 'north', waits: true },
          { id: 'resale', publicKey: null, name: 'resale', waits: false },
        ],
        settings: { wireQuantityMax: 2 },
      },
    })
    expect(read.ok && run.out).toContain(read.ok && read.value.sha256)
  })

  it('makes a log of its own each time, and never writes over a file', async () => {
    const [one, other] = [join(folder, 'one.json'), join(folder, 'other.json')]
    await make(one, ...roster)
    await make(other, ...roster)
    const logIdOf = async (file: string) => (JSON.parse(await readFile(file, 'utf8')) as { logId: string }).logId
    expect(await logIdOf(one)).not.toBe(await logIdOf(other))
    expect(await make(one, ...roster)).toMatchObject({ code: 3, err: `matchday: ${one} exists already\n` })
  })

  it.each([
    ['no site', ['--publisher', `organiser=${organiser}`], 1, 'sites'],
    ['a site without its key', ['--publisher', `organiser=${organiser}`, '--site', 'north'], 2, '--site takes an id'],
    ['a site twice', [...roster, '--site', `north=${north}`], 1, 'twice'],
    ['what is no key', [...roster, '--site', 'south=key'], 1, 'sites[1].publicKey'],
    ['partitions that are none', [...roster, '--partitions', 'x'], 2, '--partitions takes a whole number'],
    ['no publisher', ['--site', `north=${north}`], 2, '--publisher'],
  ])('refuses %s', async (name, flags, code, reason) => {
    const file = join(folder, `${name}.json`)
    const run = await make(file, ...flags)
    expect(run.code).toBe(code)
    expect(run.out + run.err).toContain(reason)
    expect(await readFederationFile(file)).toMatchObject({ refusal: { kind: 'unreadable' } })
  })
})
