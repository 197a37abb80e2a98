import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { speaksKafka } from './api-versions.ts'
import type { TestKafka } from './kafka.ts'
import { startTestKafka } from './kafka.ts'

describe('the test Kafka', () => {
  let kafka: TestKafka
  beforeAll(async () => {
    kafka = await startTestKafka()
  })
  afterAll(() => kafka.stop())

  it('answers, and shares its brokers in a run of the kafka project', async () => {
    const second = await startTestKafka()
    expect(second.brokers).toEqual(kafka.brokers)
    await second.stop()
    for (const broker of kafka.brokers) expect(await speaksKafka(broker)).toBe(true)
  })

  it('gives names for topics of their own', () => {
    expect(kafka.freshTopic('sales')).toMatch(/^test-sales-[0-9a-f]{12}$/)
    expect(kafka.freshTopic('sales')).not.toBe(kafka.freshTopic('sales'))
  })
})
