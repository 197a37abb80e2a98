import { randomUUID } from 'node:crypto'
import { describe } from '@jest/globals'
import { salesLogContract } from '../contracts/sales-log.contract.ts'
import type { KafkaLog } from './kafka-log.ts'
import { openKafkaLog } from './kafka-log.ts'

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')

describe.each([1, 12])('a log in a Kafka topic of %d partitions', partitions => {
  salesLogContract(async () => {
    const opened: KafkaLog[] = []
    const opener = (topic: string) => async () => {
      const connection = { brokers, clientId: 'contract' }
      const log = await openKafkaLog({
        connection, topic, logId: `log of ${topic}`, partitions, sign: null, clock: () => Date.now(),
      })
      opened.push(log)
      return log
    }
    return {
      open: opener(`sales-${randomUUID()}`),
      openOther: opener(`sales-${randomUUID()}`),
      remove: async () => void (await Promise.all(opened.map(log => log.close()))),
    }
  })
})
