import { afterAll, beforeAll, describe } from '@jest/globals'
import { salesLogContract } from '../contracts/sales-log.contract.ts'
import type { TestKafka } from '../testing/kafka.ts'
import { startTestKafka } from '../testing/kafka.ts'
import type { KafkaLog } from './kafka-log.ts'
import { openKafkaLog } from './kafka-log.ts'

let kafka: TestKafka
beforeAll(async () => {
  kafka = await startTestKafka()
}, 60_000)
afterAll(() => kafka.stop(), 60_000)

describe.each([1, 12])('a log in a Kafka topic of %d partitions', partitions => {
  salesLogContract(async () => {
    const opened: KafkaLog[] = []
    const opener = (topic: string) => async () => {
      const connection = { brokers: kafka.brokers, clientId: 'contract' }
      const log = await openKafkaLog({
        connection, topic, logId: `log of ${topic}`, partitions, sign: null, clock: () => Date.now(),
      })
      opened.push(log)
      return log
    }
    return {
      open: opener(kafka.freshTopic('sales')),
      openOther: opener(kafka.freshTopic('sales')),
      remove: async () => void (await Promise.all(opened.map(log => log.close()))),
    }
  })
})
