import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { pathText } from '@matchday/domain/game/json-place'
import { readListFile, readMasterListFile } from './master-list-file.ts'
import { fileBytesMax } from './read-json-file.ts'

const real = join(import.meta.dirname, '../../../../data/world-cup-2022.json')
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matchday-files-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function fileOf(content: string | Uint8Array): Promise<string> {
  const file = join(folder, 'list.json')
  await writeFile(file, content)
  return file
}

const game = {
  matchNumber: 1,
  roundNumber: 1,
  dateUtc: '2022-11-20T16:00:00Z',
  location: 'Al Bayt Stadium',
  availability: { category1: { available: 20, pending: 0, price: 75 } },
  homeTeam: 'Qatar',
  awayTeam: 'Ecuador',
  group: 'A',
}

describe('a file', () => {
  it('gives its list', async () => {
    const read = await readMasterListFile(real)
    expect(read.ok && [read.value.games.length, read.value.currency, read.value.venues.length]).toEqual([64, 'USD', 8])
    expect(await readListFile(real)).toEqual(read.ok && { ok: true, value: { kind: 'list', list: read.value } })
  })

  it('gives bare games, from a byte order mark too, to those who take them', async () => {
    const file = await fileOf(`\uFEFF${JSON.stringify([game])}`)
    const read = await readListFile(file)
    expect(read.ok && read.value.kind === 'games' && read.value.games.map(one => one.home)).toEqual(['Qatar'])
    const whole = await readMasterListFile(file)
    const reason = 'an array is not an object'
    expect(whole.ok || whole.refusal).toMatchObject({ kind: 'faults', faults: [{ reason }] })
  })

  it('with faults gives every one with its line, in the order of the file', async () => {
    const other = { ...game, availability: { category1: { available: -1, pending: 0, price: 75 } }, group: 3 }
    const file = await fileOf(JSON.stringify([game, { ...game, roundNumber: 0 }, other], null, 1))
    const read = await readListFile(file)
    if (read.ok || read.refusal.kind === 'unreadable') throw new Error('it has faults')
    const at = read.refusal.faults.map(({ line, column, path }) => `${line}:${column} ${pathText(path)}`)
    expect(at).toEqual([
      '19:3 [1].matchNumber',
      '20:3 [1].roundNumber',
      '35:3 [2].matchNumber',
      '41:5 [2].availability.category1.available',
      '48:3 [2].group',
    ])
    expect(read.refusal.faults.every(fault => fault.file === file)).toBe(true)
  })

  it('that is no text, or no JSON, has one fault', async () => {
    const bytes = await readListFile(await fileOf(new Uint8Array([0x22, 0xff, 0x22])))
    expect(bytes.ok || bytes.refusal).toMatchObject({ kind: 'faults', faults: [{ line: 1, reason: 'is not UTF-8' }] })
    const json = await readListFile(await fileOf('[\n{]'))
    expect(json.ok || json.refusal).toMatchObject({ kind: 'faults', faults: [{ line: 2, column: 2 }] })
  })

  it('that cannot be read says why', async () => {
    const missing = join(folder, 'missing.json')
    expect(await readListFile(missing)).toEqual({
      ok: false,
      refusal: { kind: 'unreadable', file: missing, reason: 'does not exist' },
    })
    expect(await readMasterListFile(folder)).toMatchObject({ refusal: { kind: 'unreadable', reason: 'is a folder' } })
    const large = await fileOf(Buffer.alloc(fileBytesMax + 1, 0x20))
    expect(await readListFile(large)).toMatchObject({
      refusal: { kind: 'unreadable', reason: `is larger than ${fileBytesMax} bytes` },
    })
  })
})
