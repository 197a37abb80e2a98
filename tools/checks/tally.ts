/** How many checks or tests there were. */
export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number }

export const sum = (a: Tally, b: Tally): Tally =>
  ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped })

export const tallyOf = (ok: boolean): Tally => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 })

/** The line a run ends with; programs read it, so it stays as it is. */
export const closingLine = (tally: Tally): string => `${tally.passed} passed, ${tally.failed} failed`

/**
 * The tests in what `jest --json` wrote. A suite that did not start counts as one failed test, and so does a run that
 * failed without any failed test (a crash, open handles at the end, no report at all: `json` undefined).
 */
export function tallyOfJest(json: string | undefined, ok: boolean): Tally {
  const report = json === undefined ? {} : JSON.parse(json) as Record<string, unknown>
  const count = (name: string): number => {
    const value = report[name] ?? 0
    if (typeof value !== 'number') throw new TypeError(`jest reported ${name} as ${JSON.stringify(value)}`)
    return value
  }
  const failed = count('numFailedTests') + count('numRuntimeErrorTestSuites')
  return {
    passed: count('numPassedTests'),
    failed: !ok && failed === 0 ? 1 : failed,
    skipped: count('numPendingTests') + count('numTodoTests'),
  }
}
