import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { TestPostgres } from '@matchday/adapters/testing/postgres'
import { startTestPostgres } from '@matchday/adapters/testing/postgres'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { composeConsumer, postgres as outside, services } from './composition.ts'
import { runConsumer } from './run-consumer.ts'
import type { ConsumerProcess } from './testing/consumer-process.ts'
import { environmentOf, startConsumerProcess } from './testing/consumer-process.ts'
import { caughtUp, offsetOf } from './testing/equal-copies.ts'
import type { PostgresWorld } from './testing/postgres-world.ts'
import { createPostgresWorld } from './testing/postgres-world.ts'
import { holdBy, openingOf } from './testing/traffic.ts'
import { until } from './testing/until.ts'

let postgres: TestPostgres
let world: PostgresWorld
let running: ConsumerProcess[]

beforeAll(async () => {
  postgres = await startTestPostgres()
  world = await createPostgresWorld(postgres)
}, 60_000)
afterAll(async () => {
  await world.remove()
  await postgres.stop()
})

beforeEach(() => {
  running = []
})
afterEach(() => Promise.all(running.map(one => one.end('SIGKILL'))))

const start = (environment: Record<string, string>): ConsumerProcess => {
  const started = startConsumerProcess(environment)
  running.push(started)
  return started
}

const quiet = () => ({ log: pino({ level: 'silent' }), registry: new Registry() })

describe('the composition', () => {
  it('resolves every root, and closes what it opened', async () => {
    const { signal } = new AbortController()
    const container = composeConsumer(world.configOf('a'), { ...quiet(), signal, outside })
    for (const service of Object.values(services)) expect(await container.getAsync<unknown>(service)).toBeDefined()
    const { salesLog } = await container.getAsync(services.parts)
    await container.unbindAllAsync()
    await expect(salesLog.end(0)).rejects.toThrow('sales-log is unavailable')
  }, 30_000)
})

describe('a consumer in another process than its own', () => {
  it('folds, and closes all it opened when it is closed', async () => {
    await world.appendAll([...openingOf(world.federation), holdBy('a', 1)])
    const consumer = await runConsumer(world.configOf('a'), quiet())
    await caughtUp(world, ['a'])
    await consumer.close()
    expect(await consumer.stopped).toEqual({ kind: 'closed' })
  }, 30_000)

  it('gives up waiting for its servers when it is told to', async () => {
    const giveUp = new AbortController()
    const nowhere = world.configOf('a', { salesLog: { kind: 'postgres', url: 'postgres://127.0.0.1:1/log' } })
    const started = runConsumer(nowhere, { ...quiet(), signal: giveUp.signal })
    giveUp.abort()
    await expect(started).rejects.toThrow('stopped before it started: the sales-log is unavailable')
  }, 30_000)
})

describe('the consumer process', () => {
  it('says every setting that is missing, and nothing else', async () => {
    const { exited, output } = start({})
    expect(await exited).toBe(2)
    const lines = output().trim().split('\n')
    expect(lines.map(line => line.split(':')[0])).toEqual([
      'DATABASE_URL', 'MATCHDAY_SITE', 'MATCHDAY_FEDERATION', 'SALES_LOG_URL',
    ])
  }, 30_000)

  it.each([
    ['of another log', (text: string) => text.replace(/"logId":"[^"]+"/, '"logId":"other"'), 'is for the sales log other'],
    ['without this site', (text: string) => text.replaceAll('"a"', '"c"'), 'the site a is not in the roster'],
    ['that is damaged', (text: string) => text.slice(1), 'is not JSON'],
  ])('refuses a federation.json %s, in one line', async (_, change, reason) => {
    const config = world.configOf('a')
    const file = config.federationFile.replace('federation.json', 'changed.json')
    await writeFile(file, change(await readFile(config.federationFile, 'utf8')))
    const { exited, output } = start(environmentOf({ ...config, federationFile: file }))
    expect(await exited).toBe(1)
    const lines = output().trim().split('\n')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(reason)
  }, 30_000)

  it('serves its metrics, and stops when it is interrupted', async () => {
    const { appendAll, configOf } = world
    await appendAll([holdBy('a', 2)])
    const started = start({ ...environmentOf(configOf('a')), MATCHDAY_METRICS_PORT: '0' })
    await until('it caught up', () => started.output().includes('caught up'))
    const [url = ''] = /http:[^"]+/.exec(started.output()) ?? []
    expect(await (await fetch(url)).text()).toContain('matchday_consumer_lag_entries{partition="0"} 0')
    expect((await fetch(url.replace('metrics', ''))).status).toBe(404)
    expect(await started.end('SIGINT')).toBe(0)
    expect(await offsetOf(world, 'a')).toBe(await world.salesLog.end(0))
  }, 30_000)
})
