// `pnpm test`: types, lint, layers, then all tests; ends with `N passed, N failed`.
// `pnpm test <arguments of jest>` runs jest alone, as `pnpm test packages/domain -t 'sold out'`.

import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { whyNoKafka } from '../packages/adapters/src/embedded-kafka/available.ts'
import type { Check, Outcome } from './checks/children.ts'
import { startChildren } from './checks/children.ts'
import { kafkaSuites } from './checks/kafka-suites.ts'
import { showProgress } from './checks/progress.ts'
import type { Tally } from './checks/tally.ts'
import { closingLine, sum, tallyOf, tallyOfJest } from './checks/tally.ts'

const root = join(import.meta.dirname, '..')
process.chdir(root)

const isCi = process.env.CI !== undefined && process.env.CI !== 'false' && process.env.CI !== ''
const live = process.stdout.isTTY && !isCi
const coloured = live && process.env.NO_COLOR === undefined
const { FORCE_COLOR: _, ...plainEnv } = process.env

const children = startChildren(coloured ? { ...plainEnv, FORCE_COLOR: '1' } : { ...plainEnv, NO_COLOR: '1' })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => children.stop(signal))

const scratch = mkdtempSync(join(tmpdir(), 'matchday-checks-'))
const report = join(scratch, 'jest.json')

const bin = (path: string): string => join(root, 'node_modules', path)
const minuteMs = 60_000

const types: Check = { name: 'types', argv: [bin('typescript/bin/tsc')], maxMs: 5 * minuteMs }
const lint: Check = { name: 'lint', argv: [bin('eslint/bin/eslint.js'), '.'], maxMs: 5 * minuteMs }
const layers: Check = {
  name: 'layers',
  argv: [
    bin('dependency-cruiser/bin/dependency-cruiser.mjs'), '--config', 'tools/lint/layers.cjs', 'packages', 'bench',
  ],
  maxMs: 5 * minuteMs,
}

const args = process.argv.slice(process.argv[2] === '--' ? 3 : 2)

const kafka = kafkaSuites(
  globSync('{packages,bench,tools}/**/*.kafka.spec.ts', { exclude: ['**/node_modules'] }).toSorted(),
  args.filter(arg => !arg.startsWith('-')),
  process.env.KAFKA_BROKERS ? undefined : whyNoKafka(process.env),
  process.env.MATCHDAY_REQUIRE_KAFKA === '1',
)

const jest = (args: readonly string[], maxMs: number): Check => ({
  name: 'tests',
  argv: [
    '--experimental-vm-modules', '--disable-warning=ExperimentalWarning', bin('jest/bin/jest.js'),
    ...(kafka.kind === 'left-out' ? ['--ignoreProjects', 'kafka'] : []),
    `--maxWorkers=${availableParallelism()}`, '--json', `--outputFile=${report}`, ...(isCi ? ['--ci'] : []), ...args,
  ],
  maxMs,
})

const jestTally = ({ ok }: Outcome): Tally =>
  tallyOfJest(existsSync(report) ? readFileSync(report, 'utf8') : undefined, ok)

/** Types and lint side by side, the layers after the first that ends, then the tests with the machine to themselves. */
async function runAll(): Promise<Tally> {
  const progress = showProgress(process.stdout, live)
  const run = async (check: Check): Promise<Outcome> => {
    progress.started(check.name)
    const outcome = await children.run(check, text => progress.printed(check.name, text))
    progress.ended(outcome)
    return outcome
  }
  const [typesAndLayers, linted] = await Promise.all([
    run(types).then(async outcome => [outcome, await run(layers)]),
    run(lint),
  ])
  const checks = [...typesAndLayers, linted]
  const tested = await run(jest([], 10 * minuteMs))
  for (const { ok, name, output } of [...checks, tested]) {
    if (!ok) process.stdout.write(`\n--- ${name} ---\n${withoutPassed(output)}\n`)
  }
  return checks.map(({ ok }) => tallyOf(ok)).reduce(sum, jestTally(tested))
}

/** Jest names every suite that passed, and the report made for this program; what failed is easier found without. */
const withoutPassed = (output: string): string =>
  output.split('\n').filter(line => !/^\S*PASS\b|^Test results written to/.test(line)).join('\n').trim()

async function runJest(args: readonly string[]): Promise<Tally> {
  return jestTally(await children.runInFront(jest(args, 24 * 60 * minuteMs)))
}

try {
  const ran = args.length > 0 ? await runJest(args) : await runAll()
  const tally = kafka.kind === 'left-out' ? { ...ran, failed: ran.failed + kafka.failed } : ran
  if (kafka.kind === 'left-out') process.stdout.write(`${kafka.said}\n`)
  if (tally.skipped > 0) process.stdout.write(`${tally.skipped} skipped\n`)
  process.stdout.write(`${closingLine(tally)}\n`)
  process.exitCode = children.stoppedWith() ?? (tally.failed > 0 ? 1 : 0)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
