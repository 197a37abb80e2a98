import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { ProcessIdentity } from '../embedded/processes.ts'
import { isAlive, startTimeOf, waitUntilGone } from '../embedded/processes.ts'
import { speaksKafka } from '../testing/api-versions.ts'
import { scratchFolder } from '../testing/embedded.ts'
import { removeEmbeddedKafka } from './cluster.ts'
import type { EmbeddedKafka } from './start.ts'
import { startEmbeddedKafka } from './start.ts'

const patienceMs = 60_000

const identityOf = (pid: number): ProcessIdentity => ({ pid, startTime: startTimeOf(pid) ?? 'gone' })

describe('an embedded Kafka', () => {
  let dataDir: string
  let kafka: EmbeddedKafka
  beforeAll(async () => {
    dataDir = await scratchFolder()
    kafka = await startEmbeddedKafka({ dataDir })
  }, patienceMs)
  afterAll(async () => {
    await kafka.stop()
    await rm(dataDir, { recursive: true, force: true })
  }, patienceMs)

  const only = () => {
    const [node] = kafka.nodes
    if (node === undefined) throw new Error('it has no node')
    return node
  }

  it('serves on the loopback', async () => {
    expect(kafka.brokers).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+$/)])
    expect(await speaksKafka(only().broker)).toBe(true)
  })

  it('refuses a second start, or to be removed, while it runs', async () => {
    const refusal = { code: 'already-running', message: expect.stringContaining(`${process.pid}`) }
    await expect(startEmbeddedKafka({ dataDir })).rejects.toMatchObject(refusal)
    await expect(removeEmbeddedKafka(dataDir)).rejects.toMatchObject(refusal)
  })

  it('is killed and started again where it was', async () => {
    const before = identityOf(only().pid())
    await only().kill()
    expect(isAlive(before)).toBe(false)
    await expect(speaksKafka(only().broker)).rejects.toThrow('ECONNREFUSED')
    await only().restart()
    expect(await speaksKafka(only().broker)).toBe(true)
  }, patienceMs)

  it('keeps its data when it is stopped, for as many nodes as it had', async () => {
    const meta = () => readFile(join(dataDir, 'node-1', 'meta.properties'), 'utf8')
    const [before, running] = [await meta(), identityOf(only().pid())]
    await kafka.stop()
    expect(isAlive(running)).toBe(false)
    await expect(startEmbeddedKafka({ dataDir, nodes: 3 })).rejects.toMatchObject({
      code: 'other-node-count',
      message: `${dataDir} is made for --nodes 1: --fresh begins anew, --data uses another folder`,
    })
    kafka = await startEmbeddedKafka({ dataDir })
    expect(await meta()).toBe(before)
  }, patienceMs)

  it('ends with the process that runs it, also when that is killed', async () => {
    await kafka.stop()
    const script = join(import.meta.dirname, '../testing/kafka-supervisor-main.ts')
    const supervisor = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = (await once(supervisor.stdout, 'data')) as [Buffer]
    const broker = identityOf((JSON.parse(line.toString()) as { pid: number }).pid)
    expect(isAlive(broker)).toBe(true)
    supervisor.kill('SIGKILL')
    expect(await waitUntilGone(broker, 30_000)).toBe(true)
    await removeEmbeddedKafka(dataDir)
  }, patienceMs)
})

describe('an embedded Kafka that cannot start says why in one line:', () => {
  const start = async (options: { dataDir?: string; port?: number }) => {
    const dataDir = options.dataDir ?? (await scratchFolder())
    return startEmbeddedKafka({ ...options, dataDir })
  }

  it('a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await expect(start({ port })).rejects.toMatchObject({
      code: 'port-taken',
      message: `port ${port} is taken: stop what uses it, or choose others with --port`,
    })
    server.close()
  })

  it('a folder that cannot be written', async () => {
    await expect(start({ dataDir: '/dev/null/kafka' })).rejects.toMatchObject({ code: 'unwritable-folder' })
  })
})
