import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { newSigningKey, signingKeyText } from '@matchday/adapters/keys/signing-key'
import { addCommands } from '../../add-commands.ts'
import { runCli } from '../../testing/run-cli.ts'
import type { SiteWorld } from '../../testing/site-world.ts'
import { createSiteWorld } from '../../testing/site-world.ts'

const matchday = (...args: string[]) => runCli(addCommands, ...args)
const federation = (...args: string[]) => matchday('federation', ...args)
const answer = ({ out }: { out: string }): unknown => JSON.parse(out)

const publisher = newSigningKey()
let world: SiteWorld
let consumer: { close: () => Promise<void> } | undefined

const file = (): string => join(world.folder, 'federation.json')
const change = async (changed: object): Promise<void> => {
  const content = JSON.parse(await readFile(file(), 'utf8')) as object
  await writeFile(file(), JSON.stringify({ ...content, ...changed }, null, 2))
}
const restart = async (): Promise<void> => {
  await consumer?.close()
  consumer = await world.startConsumer()
}

beforeAll(async () => {
  world = await createSiteWorld()
  await matchday('migrate')
  await change({ publisher: { id: 'organiser', publicKey: publisher.publicKey } })
  await restart()
})
afterAll(async () => {
  delete process.env['MATCHDAY_PUBLISHER_KEY']
  await consumer?.close()
  await world.close()
})

describe('the federation of a site', () => {
  it('is shown, with nothing in force yet', async () => {
    const shown = await federation('show')
    expect(shown.code).toBe(0)
    expect(shown.out).toMatch(/Publisher +│ organiser, /)
    expect(shown.out).toMatch(/north +│ North +│ yes +│ signs nothing/)
    expect(answer(await federation('show', '--json'))).toMatchObject({
      version: 1,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      inForce: [{ partition: 0, version: null, sha256: null }],
    })
  })

  it('is published by nobody but who holds the key of the publisher', async () => {
    const list = join(world.folder, 'list.json')
    const limits = { perBuyerAndGame: 4, perBuyerAndTournament: 8, holdMaxMs: 600_000 }
    const games = [{
      matchNumber: 1, roundNumber: 1, dateUtc: '2022-11-20T16:00:00Z', location: 'Stadium', homeTeam: 'Qatar',
      awayTeam: 'Ecuador', group: 'A', availability: { category1: { available: 20, pending: 0, price: 75 } },
    }]
    const tournament = { id: 'small-cup', name: 'Small Cup' }
    await writeFile(list, JSON.stringify({ tournament, currency: 'USD', limits, venues: [], games }))
    const only = 'only organiser publishes: set MATCHDAY_PUBLISHER_KEY to the private key of'
    const err = `matchday: ${only} ${publisher.publicKey}\n`
    for (const key of ['', signingKeyText(newSigningKey())]) {
      process.env['MATCHDAY_PUBLISHER_KEY'] = key
      expect(await federation('publish', '--yes')).toEqual({ code: 1, out: '', err })
      expect(await matchday('masterlist', 'publish', list, '--yes')).toEqual({ code: 1, out: '', err })
    }
    process.env['MATCHDAY_PUBLISHER_KEY'] = publisher.publicKey
    expect(await federation('publish')).toMatchObject({ code: 2, err: expect.stringContaining('is a public key') })
    process.env['MATCHDAY_PUBLISHER_KEY'] = signingKeyText(publisher)
    expect(await federation('publish')).toMatchObject({ code: 2, err: expect.stringContaining('say --yes') })
    expect(answer(await federation('show', '--json'))).toMatchObject({ inForce: [{ version: null }] })
  })

  it('is published once, and shown as in force', async () => {
    const published = await federation('publish', '--yes')
    expect([published.code, published.err]).toEqual([0, ''])
    expect(published.out).toMatch(/0 +│ version 1 +│ yes/)
    const partitions = [{ partition: 0, isInForce: true, version: 1 }]
    expect(answer(await federation('publish', '--json'))).toEqual({ partitions })
    expect((await federation('show')).out).toMatch(/0 +│ version 1 +│ yes/)
  })

  it('is not published again with other content', async () => {
    await copyFile(file(), join(world.folder, 'federation-1.json'))
    await change({ sites: [{ id: 'north', publicKey: null, name: 'The North', waits: true }] })
    expect((await federation('show')).out).toMatch(/0 +│ version 1 +│ not yet/)
    const taken = await federation('publish', '--yes')
    expect([taken.code, taken.out]).toEqual([1, ''])
    expect(taken.err).toContain('another file is version 1 in partition 0')
  })

  it('is replaced by a higher version, which the consumer has to have', async () => {
    await change({ version: 2 })
    await restart()
    const published = answer(await federation('publish', '--json'))
    expect(published).toMatchObject({ partitions: [{ isInForce: true, version: 2 }] })
    expect(answer(await federation('show', '--json'))).toMatchObject({ inForce: [{ version: 2 }] })
  })

  it.each([
    [{ version: 1 }, 1, 'partition 0 is on version 2, and this file is version 1'],
    [{ version: 3, tournament: 'large-cup' }, 1, 'version 3 may not change tournament, which is small-cup'],
    [{ version: 3, logId: 'another' }, 2, 'federation.json is for the sales log another'],
    [{ version: 3, partitions: 2 }, 2, 'federation.json says 2 partition(s), but the sales log has 1'],
    [{ version: 0 }, 3, 'version'],
  ])('is refused with %j', async (changed, code, reason) => {
    const before = await readFile(file(), 'utf8')
    await change(changed)
    expect(await federation('publish', '--yes')).toMatchObject({ code, out: '', err: expect.stringContaining(reason) })
    await writeFile(file(), before)
  })
})

describe('a federation file', () => {
  it('is checked without a site', async () => {
    const good = await federation('check', file())
    expect(good).toMatchObject({ code: 0, out: expect.stringContaining('is valid: version 2, 1 site, 1 partition, ') })
    expect(answer(await federation('show', file(), '--json'))).toMatchObject({ version: 2, inForce: null })
    const bad = join(world.folder, 'bad.json')
    await writeFile(bad, (await readFile(file(), 'utf8')).replace(publisher.publicKey, `${'A'.repeat(43)}=`))
    const run = await federation('check', bad)
    expect(run).toMatchObject({ code: 1, err: `matchday: ${bad}: 1 fault, nothing of it is taken\n` })
    expect(run.out).toMatch(/bad\.json:\d+:\d+ +│ publisher\.publicKey +│ .*anyone could sign/)
    expect(answer(await federation('check', bad, '--json'))).toMatchObject({ valid: false, faults: [{ file: bad }] })
    expect(await federation('check', join(world.folder, 'none'))).toMatchObject({ code: 3 })
  })
})
