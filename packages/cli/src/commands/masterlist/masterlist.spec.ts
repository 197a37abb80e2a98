import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { CliRun } from '../../testing/run-cli.ts'
import { runCli } from '../../testing/run-cli.ts'
import { addMasterlist } from './add-masterlist.ts'

const data = join(import.meta.dirname, '../../../../../data')
const list22 = join(data, 'world-cup-2022.json')
const list26 = join(data, 'world-cup-2026.json')
const masterlist = (...args: string[]): Promise<CliRun> =>
  runCli((program, io) => void addMasterlist(program, io), 'masterlist', ...args)
const answer = ({ out }: CliRun): unknown => JSON.parse(out)

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matchday-cli-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function changed(name: string, ...changes: [string, string][]): Promise<string> {
  const file = join(folder, name)
  const text = await readFile(list22, 'utf8')
  await writeFile(file, changes.reduce((before, [from, to]) => before.replace(from, to), text))
  return file
}
async function bareGames(name: string): Promise<string> {
  const file = join(folder, name)
  const { games } = JSON.parse(await readFile(list22, 'utf8')) as { games: unknown }
  await writeFile(file, JSON.stringify(games))
  return file
}
const header = [
  ['--tournament-id', 'cup'], ['--tournament-name', 'Cup'], ['--currency', 'USD'],
  ['--per-buyer-and-game', '6'], ['--per-buyer-and-tournament', '60'], ['--hold-max-ms', '600000'],
].flat()

describe('validate', () => {
  it('says yes to a good list', async () => {
    expect(await masterlist('validate', list22)).toEqual({
      code: 0,
      out: `${list22} is valid: 64 games, 3567528 seats\n`,
      err: '',
    })
    const json = await masterlist('validate', list22, '--json')
    expect(answer(json)).toEqual({ valid: true, games: 64, currencyAndLimits: true, faults: [] })
  })

  it('lists every fault of a bad one with its line, and says no', async () => {
    const file = await changed('bad.json',
      ['"USD"', '"XXX"'], ['"price": 618', '"price": -618'], ['"matchNumber": 5,', '"matchNumber": 4,'])
    const run = await masterlist('validate', file)
    expect([run.code, run.err]).toEqual([1, `matchday: ${file}: 3 faults, nothing of it is taken\n`])
    expect(run.out).toContain(`${file}:3:3 `)
    expect(run.out).toContain('"XXX" is not an ISO 4217 currency')
    const json = await masterlist('validate', file, '--json')
    expect(json.code).toBe(1)
    expect(answer(json)).toMatchObject({
      valid: false,
      faults: [
        { file, line: 3, column: 3, path: 'currency' },
        { line: 19, column: 58, path: 'games[0].availability.category1.price' },
        { line: 57, column: 7, path: 'games[4].matchNumber', reason: '4 is already the number of games[3]' },
      ],
    })
  })

  it('takes bare games, and what they lack from flags', async () => {
    const file = await bareGames('games.json')
    const alone = await masterlist('validate', file)
    expect([alone.code, alone.out]).toEqual([
      0,
      `${file} is valid: 64 games, 3567528 seats\nBare games state no currency or limits: those were not checked.\n`,
    ])
    expect((await masterlist('validate', file, ...header)).out).not.toContain('not checked')
    const wrong = await masterlist('validate', file, '--currency', 'XXX', '--hold-max-ms', '0')
    expect(wrong.code).toBe(2)
    expect(wrong.err).toContain('--currency: "XXX" is not an ISO 4217 currency')
    expect(wrong.err).toContain('--hold-max-ms: 0 is not an integer')
    expect(wrong.err).toContain('--tournament-id: nothing is not text')
  })

  it('says that a file cannot be read', async () => {
    const missing = join(folder, 'missing.json')
    const err = `matchday: ${missing} does not exist\n`
    expect(await masterlist('validate', missing)).toEqual({ code: 3, out: '', err })
  })
})

describe('import of openfootball', () => {
  const prefix = join(data, 'openfootball/openfootball-2022')
  const pricing = ['--pricing', join(data, 'pricing-2022.json')]
  const format = ['--format', 'openfootball']

  it('writes the list and reports every repair', async () => {
    const out = join(folder, 'made.json')
    const run = await masterlist('import', prefix, ...format, ...pricing, '--out', out)
    expect([run.code, run.err]).toEqual([0, ''])
    expect(await readFile(out, 'utf8')).toBe(await readFile(list22, 'utf8'))
    expect(run.out).toMatch(/USA +│ United States +│ 4, 20, 36 /)
    expect(run.out).toMatch(/Lusail Iconic Stadium, Lusail +│ Lusail Stadium/)
    expect(run.out).toMatch(/by kick-off, then group +│ +│ +│ 1-64 /)
    expect(run.out).toContain(`64 games to ${out}, 315 repairs\n`)
  })

  it('gives standard output to the list alone where it goes there', async () => {
    const run = await masterlist('import', prefix, ...format, ...pricing)
    expect(run.out).toBe(await readFile(list22, 'utf8'))
    expect(run.err).toContain('64 games to standard output, 315 repairs\n')
    const json = answer(await masterlist('import', prefix, ...format, ...pricing, '--json'))
    expect(json).toMatchObject({ valid: true, games: 64, list: { currency: 'USD' } })
    expect((json as { repairs: unknown[] }).repairs).toContainEqual({
      kind: 'team-renamed', file: 'worldcup', path: 'matches[7].team1', game: 4, from: 'USA', to: 'United States',
    })
  })

  it('takes the files one by one, or a folder named as openfootball does', async () => {
    const parts = ['worldcup', 'stadiums', 'groups']
    const flags = parts.flatMap(part => [`--${part}`, `${prefix}-${part}.json`])
    const one = await masterlist('import', ...flags, ...format, ...pricing)
    const upstream = join(folder, 'upstream')
    await mkdir(upstream)
    for (const part of parts) {
      const name = part === 'worldcup' ? 'worldcup.json' : `worldcup.${part}.json`
      await copyFile(`${prefix}-${part}.json`, join(upstream, name))
    }
    const other = await masterlist('import', upstream, ...format, ...pricing)
    expect([one.code, other.code, one.out === other.out]).toEqual([0, 0, true])
  })

  it('refuses whole what only a guess would mend', async () => {
    const open = join(folder, 'open.json')
    await writeFile(open, (await readFile(pricing[1] ?? '', 'utf8')).replace('"USA"', '"U.S.A."'))
    const out = join(folder, 'never.json')
    const run = await masterlist('import', prefix, ...format, '--pricing', open, '--out', out)
    expect(run.code).toBe(1)
    expect(run.out).toContain('"USA" is not a team of group B by the groups file')
    await expect(readFile(out)).rejects.toThrow('ENOENT')
    const json = await masterlist('import', prefix, ...format, '--pricing', open, '--json')
    expect(json.code).toBe(1)
    expect(answer(json)).toMatchObject({ valid: false, faults: [{ line: 95 }, {}, {}] })
    expect((answer(json) as { repairs: unknown[] }).repairs.length).toBeGreaterThan(0)
  })

  it('says what is missing, and what cannot be read or written', async () => {
    const nothing = await masterlist('import', ...format)
    expect([nothing.code, nothing.err]).toEqual([
      2, 'matchday: openfootball needs --worldcup, --stadiums, --groups, --pricing\n',
    ])
    const gone = await masterlist('import', join(folder, 'gone'), ...format, ...pricing)
    expect([gone.code, gone.err]).toEqual([3, `matchday: ${join(folder, 'gone-worldcup.json')} does not exist\n`])
    const nowhere = join(folder, 'nowhere', 'list.json')
    const unwritten = await masterlist('import', prefix, ...format, ...pricing, '--out', nowhere)
    expect([unwritten.code, unwritten.err]).toEqual([
      3, `matchday: ${nowhere} cannot be written: its place does not exist\n`,
    ])
    expect((await masterlist('import', prefix)).code).toBe(2)
    expect((await masterlist('import', prefix, '--format', 'csv')).code).toBe(2)
  })
})

describe('import of bare games', () => {
  it('makes a list of them', async () => {
    const games = await bareGames('to-import.json')
    const out = join(folder, 'imported.json')
    const run = await masterlist('import', games, '--format', 'games', ...header, '--out', out)
    expect(run).toEqual({ code: 0, out: `64 games to ${out}, 0 repairs\n`, err: '' })
    expect((await masterlist('diff', out, list22, '--json')).out).not.toContain('"game"')
    expect((await masterlist('validate', out)).code).toBe(0)
  })

  it('needs all that they lack', async () => {
    const games = await bareGames('to-refuse.json')
    const run = await masterlist('import', games, '--format', 'games', ...header.slice(2))
    expect([run.code, run.out]).toEqual([2, ''])
    expect(run.err).toContain('--tournament-id')
    const text = await masterlist('import', games, '--format', 'games', '--hold-max-ms', '10m')
    expect([text.code, text.err.includes('It is not a whole number.')]).toEqual([2, true])
    expect((await masterlist('import', '--format', 'games')).code).toBe(2)
  })

  it('hands on a whole list as it is', async () => {
    expect((await masterlist('import', list22, '--format', 'games')).out).toBe(await readFile(list22, 'utf8'))
  })
})

describe('diff', () => {
  it('says that nothing changes', async () => {
    expect(await masterlist('diff', list22, list22, '--exit-code')).toEqual({
      code: 0, out: 'The two lists are the same.\n', err: '',
    })
    expect(answer(await masterlist('diff', list22, list22, '--json'))).toEqual([])
  })

  it('names every change, and leaves with 1 only where asked to', async () => {
    const file = await changed('dearer.json', ['"price": 618', '"price": 619'], ['T16:00:00Z', 'T17:00:00Z'])
    const words =
      'game 1: kick-off 2022-11-20T16:00:00Z becomes 2022-11-20T17:00:00Z\ngame 1, category 1: price 618 becomes 619\n'
    expect(await masterlist('diff', list22, file)).toEqual({ code: 0, out: words, err: '' })
    expect(await masterlist('diff', list22, file, '--exit-code')).toEqual({
      code: 1, out: words, err: `matchday: ${list22} and ${file} differ: 2 changes\n`,
    })
    expect(answer(await masterlist('diff', list22, file, '--json'))).toMatchObject([
      { kind: 'kick-off-moved', game: 1 },
      { kind: 'price-changed', game: 1, category: 1, from: 618, to: 619, text: expect.stringContaining('619') },
    ])
  })

  it('compares lists only', async () => {
    const run = await masterlist('diff', list22, await bareGames('no-list.json'))
    expect([run.code, run.out.includes('an array is not an object')]).toEqual([1, true])
  })
})

describe('show', () => {
  it.each([
    [['--team', 'united states'], [4, 20, 36]],
    [['--group', 'h', '--team', 'Ghana'], [15, 30, 45]],
    [['--stage', 'semi-final'], [61, 62]],
    [['--stage', 'third-place'], [63]],
    [['--group', 'A', '--stage', 'final'], []],
  ])('takes only what is asked for: %j', async (flags, games) => {
    const run = await masterlist('show', list22, '--json', ...flags)
    expect((answer(run) as { matchNumber: number }[]).map(game => game.matchNumber)).toEqual(games)
  })

  it('shows a table to people and wire values with their stage to programs', async () => {
    const table = await masterlist('show', list26, '--stage', 'final')
    expect(table.out).toContain('│  104 │ final │       │ 2026-07-19 19:00 │ MetLife Stadium │ TBA  │ TBA  │ 82500 │')
    expect(table.out).toContain('Prices, USD')
    const [game] = answer(await masterlist('show', list26, '--json')) as object[]
    expect(game).toMatchObject({ matchNumber: 1, stage: 'group', availability: { category1: { pending: 0 } } })
    expect((await masterlist('show', list26, '--team', 'Nobody')).out).toBe('No game of the list is such a one.\n')
    expect((await masterlist('show', list26, '--stage', 'semi')).code).toBe(2)
    expect((await masterlist('show', await bareGames('shown.json'))).out).toContain('│ Prices ')
  })
})
