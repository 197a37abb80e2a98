import { expect, test } from '@jest/globals'
import { closingLine, sum, tallyOf, tallyOfJest } from './tally.ts'

const report = (counts: Record<string, number>): string => JSON.stringify(counts)

test('passed, failed and skipped tests are counted', () => {
  const json = report({ numPassedTests: 5, numFailedTests: 2, numPendingTests: 1, numTodoTests: 3 })
  expect(tallyOfJest(json, false)).toEqual({ passed: 5, failed: 2, skipped: 4 })
})

test('a suite that does not start counts as failed', () => {
  expect(tallyOfJest(report({ numPassedTests: 5, numRuntimeErrorTestSuites: 2 }), false).failed).toBe(2)
})

test('a run that fails without a failed test counts as failed', () => {
  expect(tallyOfJest(report({ numPassedTests: 5, numFailedTests: 0 }), false).failed).toBe(1)
  expect(tallyOfJest(undefined, false).failed).toBe(1)
})

test('a run that succeeds has no failure', () => {
  expect(tallyOfJest(report({ numPassedTests: 5, numFailedTests: 0 }), true).failed).toBe(0)
})

test('a count that is no number is not taken for zero', () => {
  expect(() => tallyOfJest('{"numFailedTests":"2"}', true)).toThrow('numFailedTests')
})

test('checks and tests add up to the closing line', () => {
  const all = [tallyOf(true), tallyOf(false), { passed: 7, failed: 1, skipped: 2 }].reduce(sum)
  expect(closingLine(all)).toBe('8 passed, 2 failed')
})
