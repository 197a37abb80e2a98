import { afterAll, beforeAll, describe } from '@jest/globals'
import { salesLogContract } from '../contracts/sales-log.contract.ts'
import type { TestKafka } from '../testing/kafka.ts'
import { startTestKafka } from '../testing/kafka.ts'
import { kafkaSubject } from './testing/subject.ts'

let kafka: TestKafka
beforeAll(async () => {
  kafka = await startTestKafka()
})
afterAll(() => kafka.stop())

describe.each([1, 12])('a log in a topic of %d partitions', partitions => {
  salesLogContract(async () => {
    const subject = kafkaSubject(kafka.brokers)
    const [topic, other] = [kafka.freshTopic('one'), kafka.freshTopic('other')]
    return {
      open: () => subject.open(topic, { partitions }),
      openOther: () => subject.open(other, { partitions }),
      remove: subject.close,
    }
  })
})
