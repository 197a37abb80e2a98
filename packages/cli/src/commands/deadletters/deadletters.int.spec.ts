import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readFederationFile } from '@matchday/adapters/federation/federation-file'
import { openPostgresLog } from '@matchday/adapters/postgres-log/postgres-log'
import { foldRules } from '@matchday/domain/inventory/federation'
import type { RawRecord, SalesLog } from '@matchday/domain/ports/sales-log'
import { addCommands } from '../../add-commands.ts'
import type { CliRun } from '../../testing/run-cli.ts'
import { runCli } from '../../testing/run-cli.ts'
import type { SiteWorld } from '../../testing/site-world.ts'
import { createSiteWorld } from '../../testing/site-world.ts'

let world: SiteWorld
let salesLog: SalesLog
let consumer: { close: () => Promise<void> }

const matchday = (...args: string[]): Promise<CliRun> => runCli(addCommands, ...args)

const record = (value: string, headers: Record<string, string> = {}): RawRecord => ({
  key: Buffer.from('1'),
  value: Buffer.from(value),
  headers: Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)]),
  timestampMs: 0,
})

const announcement = JSON.stringify({
  meta: { action: 'TICKET_PENDING' }, body: { matchNumber: 1, tickets: { category: 1, quantity: 2, price: 75 } },
})

const garbage = '{"meta": \u001b[2J'

/** An announcement that comes before the federation, garbage, and one that names a site nobody knows. */
beforeAll(async () => {
  world = await createSiteWorld()
  expect((await matchday('migrate')).code).toBe(0)
  salesLog = await openPostgresLog(process.env['SALES_LOG_URL'] ?? '')
  await salesLog.appendRaw(0, record(announcement))
  const federation = await readFederationFile(process.env['MATCHDAY_FEDERATION'] ?? '')
  if (!federation.ok) throw new Error('no federation')
  const { sha256, version, publisher } = federation.value
  const opening = { site: publisher.id, sentAtMs: null, sha256, version, rules: foldRules, partition: 0 }
  await salesLog.append({ kind: 'federation-published', ...opening })
  await salesLog.appendRaw(0, record(garbage))
  await salesLog.appendRaw(0, record(announcement, { 'matchday-v': '1', 'matchday-site': 'nobody' }))
  consumer = await world.startConsumer()
}, 60_000)
afterAll(async () => {
  await consumer.close()
  await salesLog.close()
  await world.close()
})

describe('matchday deadletters', () => {
  it('lists what was not applied, newest first, a page at a time', async () => {
    let listed = await matchday('deadletters', 'list')
    while (!listed.out.includes('3 dead letters in all')) listed = await matchday('deadletters', 'list')
    expect(listed.code).toBe(0)
    expect(listed.out).toMatch(/ 3 .*unknown-site[^]* 2 .*not-json.*\\u\{1b\}\[2J[^]* 0 .*no-federation/)
    expect(listed.out).toContain('3 dead letters in all: 1 no-federation, 1 not-json, 1 unknown-site.')
    const first = await matchday('deadletters', 'list', '--lines', '2', '--json')
    expect(JSON.parse(first.out)).toMatchObject({
      letters: [{ offset: 3, headers: 2 }, { offset: 2, key: { text: '1' }, valueStart: { text: garbage } }],
      next: '0:2',
      counts: { 'not-json': 1 },
    })
    const rest = await matchday('deadletters', 'list', '--lines', '2', '--json', '--after', '0:2')
    expect(JSON.parse(rest.out)).toMatchObject({ letters: [{ offset: 0 }], next: null })
    const oldest = await matchday('deadletters', 'list', '--oldest', '--lines', '1', '--reason', 'not-json', '--json')
    expect(JSON.parse(oldest.out)).toMatchObject({ letters: [{ offset: 2 }] })
    const elsewhere = await matchday('deadletters', 'list', '--partition', '1', '--json')
    expect(JSON.parse(elsewhere.out)).toMatchObject({ letters: [], next: null })
  })

  it('shows one whole, and nothing that moves a terminal', async () => {
    const shown = await matchday('deadletters', 'show', '0', '3')
    expect(shown.out).toContain('0:3 was not applied: unknown-site, the site was not in the roster in force')
    expect(shown.out).toContain(`value   ${announcement}`)
    expect(shown.out).toContain('header  matchday-site = nobody')
    expect((await matchday('deadletters', 'show', '0', '2')).out).toContain('value   {"meta": \\u{1b}[2J\n')
    expect(JSON.parse((await matchday('deadletters', 'show', '0', '3', '--json')).out)).toMatchObject({
      partition: 0, offset: 3, reason: 'unknown-site', key: { text: '1' }, value: { text: announcement },
      headers: [{ name: 'matchday-v', value: { text: '1' } }, { name: 'matchday-site', value: { text: 'nobody' } }],
    })
  })

  it('appends one again, and tells that it was applied, or is a dead letter again', async () => {
    const applied = await matchday('deadletters', 'replay', '0', '0')
    expect(applied).toMatchObject({ code: 0, out: '0:0  applied, announced-pending, at offset 4\n' })
    const again = await matchday('deadletters', 'replay', '0', '2', '1', '0', '--json')
    expect(again.code).toBe(1)
    expect(again.err).toContain('2 records of 3 not applied')
    const at = (offset: number) => ({ partition: 0, offset })
    expect(JSON.parse(again.out)).toEqual({
      replayed: [
        { kind: 'dead-letter', letter: at(2), at: at(5), reason: 'not-json' },
        { kind: 'not-found', letter: at(1) },
        { kind: 'applied', letter: at(0), at: at(6), did: 'announced-pending' },
      ],
    })
  })

  it.each([
    [['list', '--lines', 'all'], 2, '--lines takes a whole number'],
    [['list', '--lines', '1001'], 2, 'up to 1000'],
    [['list', '--reason', 'because'], 2, '"because" is not a reason'],
    [['list', '--after', '0'], 2, '--after takes a whole number'],
    [['list', '--after', '0:77'], 1, 'there is no dead letter 0:77'],
    [['show', '0', '1'], 1, 'there is no dead letter 0:1'],
    [['show', '0', '-1'], 2, 'offset takes a whole number'],
    [['show', 'x', '1'], 2, 'partition takes a whole number'],
    [['replay', '0'], 2, 'missing required argument'],
    [['replay', '0', '1e3'], 2, 'offset takes a whole number'],
  ])('says what is wrong with %j', async (args, code, message) => {
    const answer = await matchday('deadletters', ...args)
    expect(answer).toMatchObject({ code, out: '' })
    expect(answer.err).toContain(message)
  })
})
