import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Unavailable } from '@matchday/domain/ports/unavailable'
import { allOf, tick, until } from '../contracts/sales-log-records.ts'
import type { EmbeddedKafka } from '../embedded-kafka/start.ts'
import { startEmbeddedKafka } from '../embedded-kafka/start.ts'
import { freePorts } from '../embedded/port.ts'
import type { CuttingProxy } from '../testing/cutting-proxy.ts'
import { startCuttingProxy } from '../testing/cutting-proxy.ts'
import { scratchFolder } from '../testing/embedded.ts'
import type { Link } from './link.ts'
import { createLink } from './link.ts'
import { offsetAt } from './requests/administer.ts'
import { liesOf, startAppending } from './testing/appending.ts'
import type { KafkaSubject } from './testing/subject.ts'
import { kafkaSubject, numbered } from './testing/subject.ts'

describe('when the way to the broker breaks, or the broker', () => {
  let dataDir: string
  let kafka: EmbeddedKafka
  let proxy: CuttingProxy
  let subject: KafkaSubject
  /** Past the proxy. */
  let direct: Link
  beforeAll(async () => {
    const [port = 0] = await freePorts(1)
    proxy = await startCuttingProxy(`kafka://127.0.0.1:${port}`)
    const { host } = new URL(proxy.url)
    dataDir = await scratchFolder()
    const settings = { 'advertised.listeners': `PLAINTEXT://${host}`, 'log.cleaner.backoff.ms': '50' }
    kafka = await startEmbeddedKafka({ dataDir, port, settings, durable: false })
    subject = kafkaSubject([host])
    direct = createLink({ host: '127.0.0.1', port }, subject.connection)
  })
  afterAll(async () => {
    direct.close()
    await subject.close()
    await kafka.stop()
    await proxy.shut()
    await rm(dataDir, { recursive: true, force: true })
  })
  const endOf = (topic: string) => direct.send(offsetAt(topic, 0, 'end'), 5_000)
  const node = () => {
    const [only] = kafka.nodes
    if (only === undefined) throw new Error('there is no node')
    return only
  }

  it.each(['end', 'reset'] as const)('an append whose answer is lost, by %s, is told of, and made once', async how => {
    const topic = `unanswered-${how}`
    const log = await subject.open(topic)
    await log.append(numbered(1))
    proxy.cutNextAnswers(how)
    const appending = log.append(numbered(2))
    await until(async () => (await endOf(topic)) === 2)
    await proxy.shut()
    await proxy.open()
    expect(await appending).toEqual({ partition: 0, offset: 1 })
    expect(await log.append(numbered(3))).toEqual({ partition: 0, offset: 2 })
    expect(await endOf(topic)).toBe(3)
  })

  it('an append that cannot be sent was not made, and all else is unavailable too', async () => {
    const log = await subject.open('unsent')
    await log.append(tick(0))
    await proxy.shut()
    await expect(log.append(tick(0))).rejects.toThrow(Unavailable)
    await expect(log.read({ partition: 0, offset: 0 }, 1)).rejects.toThrow(Unavailable)
    await expect(log.end(0)).rejects.toThrow(Unavailable)
    await expect(subject.open('unsent')).rejects.toThrow(Unavailable)
    await proxy.open()
    expect(await log.append(tick(0))).toEqual({ partition: 0, offset: 1 })
  })

  it('readers are woken again when it is back, also by what they missed', async () => {
    const [log, other] = [await subject.open('waking'), await subject.open('waking')]
    let woken = 0
    log.onAppended(() => { woken++ })
    await until(() => woken > 0)
    await proxy.shut()
    const before = woken
    await proxy.open()
    await other.append(tick(0))
    await until(() => woken > before)
  })

  it('a broker that is killed and starts again has each record as often as its caller was told', async () => {
    const log = await subject.open('killed')
    const appending = startAppending(log, 8)
    await until(() => appending.count('appended') > 300)
    await node().kill()
    // Nothing is known yet of what was under way, so what comes now is turned away.
    await expect(log.append(tick(0))).rejects.toThrow(Unavailable)
    await node().restart()
    const before = appending.count('appended')
    await until(() => appending.count('appended') > before + 300)
    await appending.stop()
    expect(await liesOf(appending.told, log)).toEqual([])
  })

  it('what compaction left is read across its gaps', async () => {
    const compacting = { 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '0', 'segment.ms': '1' }
    await subject.makeTopic('compacted', compacting)
    const log = await subject.open('compacted', { acceptTopicSettings: true })
    const record = { key: Buffer.from('k'), value: Buffer.from('v'), headers: [], timestampMs: 0 }
    for (let at = 0; at < 5; at++) await log.appendRaw(0, record)
    // Each that is appended closes the segment before it, which is then compacted.
    await until(async () => {
      await log.appendRaw(0, record)
      return (await allOf(log, 0, 100)).length < (await log.end(0)) - 3
    })
    const entries = await allOf(log, 0, 100)
    const again = await log.read({ partition: 0, offset: 1 }, 1)
    // It may have gone on meanwhile.
    expect(again.entries[0]?.offset).toBeGreaterThanOrEqual(entries.find(({ offset }) => offset >= 1)?.offset ?? NaN)
    expect(again.entries[0]?.offset).toBeGreaterThan(1)
  })
})
