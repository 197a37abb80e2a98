import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { removeEmbeddedPostgres } from '@matchday/adapters/embedded/remove'
import { scratchFolder } from '@matchday/adapters/testing/embedded'
import type { Up } from '../../testing/running-up.ts'
import { basket, freePorts, matchday, pendingAt, processesOf, startUp, until } from '../../testing/running-up.ts'

let data: string
let running: Up | null = null

beforeAll(async () => {
  data = await scratchFolder()
})

afterAll(async () => {
  running?.child.kill('SIGINT')
  await running?.ended
  await removeEmbeddedPostgres(join(data, 'postgres'))
  await rm(data, { recursive: true, force: true })
})

it('runs sites over a broker that it starts, and leaves nothing behind', async () => {
  running = await startUp(data, await freePorts(2), '--log', 'kafka')
  const [first = '', second = ''] = running.urls
  expect(running.said()).toMatch(/one log:\ntopic world-cup-2022-ticket-sales-[0-9a-f]{8} on 127\.0\.0\.1:\d+\./)
  await until(async () => (await fetch(`${second}/readyz`)).ok && (await fetch(`${first}/readyz`)).ok)
  expect((await fetch(`${first}/api/v1/reservations`, basket('ana', 2))).status).toBe(201)
  await until(async () => (await pendingAt(second)) === 2)
  expect(await matchday('audit', '--site', 'site-2', '--data', data)).toMatchObject({ code: 0 })
  // Lists are signed with the key of whoever publishes them, which is not a site's.
  const published = await matchday('masterlist', 'publish', 'data/world-cup-2022.json', '--yes', '--data', data)
  expect(published).toMatchObject({ code: 0, out: '0 games published, 64 unchanged.\n' })
  running.child.kill('SIGINT')
  expect(await running.ended).toMatchObject({ code: 0 })
  expect(processesOf(data)).toEqual([])
  const other = await matchday('up', '--data', data)
  expect(other).toMatchObject({ code: 2, err: expect.stringContaining('sells over Kafka, not over Postgres') })
}, 120_000)
