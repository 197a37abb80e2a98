import { expect, test } from '@jest/globals'
import { kafkaSuites } from './kafka-suites.ts'

const files = ['packages/adapters/src/kafka/log.kafka.spec.ts', 'packages/cli/src/up.kafka.spec.ts']
const fault = 'there is no Java: install it'

test('suites that need a broker run where one can be had', () => {
  expect(kafkaSuites(files, [], undefined, true)).toEqual({ kind: 'run' })
})

test('without one they are left out, and a line names them and what to do', () => {
  const said = `not run: 2 Kafka suites (${files.join(', ')}); ${fault}, and run pnpm test:kafka`
  expect(kafkaSuites(files, [], fault, false)).toEqual({ kind: 'left-out', said, failed: 0 })
})

test('where they are required, each that is left out counts as failed', () => {
  expect(kafkaSuites(files, [], fault, true)).toMatchObject({ kind: 'left-out', failed: 2 })
})

test('only those that were asked for are named', () => {
  expect(kafkaSuites(files, ['cli/src'], fault, true)).toMatchObject({
    said: expect.stringMatching(/^not run: 1 Kafka suite \(packages\/cli\/src\/up/),
    failed: 1,
  })
  expect(kafkaSuites(files, ['packages/domain'], fault, true)).toEqual({ kind: 'run' })
})
