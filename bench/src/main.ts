// `pnpm bench`: see README.md. Exit codes: 0, 1 when an invariant is broken (or, --strict, a budget missed), 2 misuse.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeMachine } from './measure/machine.ts'
import type { Options } from './options.ts'
import { optionsOf, usage } from './options.ts'
import { showProgress } from './report/progress.ts'
import { markdownOf, tableOf } from './report/table.ts'
import { runBench } from './run-bench.ts'
import type { Scenario } from './scenario.ts'
import { scenarios } from './scenarios.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)

function chosen({ only, size }: Options): Scenario[] {
  const isWanted = (name: string): boolean => only.length === 0 || only.includes(name)
  const wanted = scenarios.filter(({ name }) => isWanted(name) && (name !== 'large' || size.largeHolds > 0))
  const unknown = only.filter(name => !scenarios.some(scenario => scenario.name === name))
  if (unknown.length === 0) return wanted
  const known = scenarios.map(({ name, about }) => `  ${name.padEnd(14)}${about}`).join('\n')
  throw new Error(`there is no scenario ${unknown.join(', ')}; there are\n${known}`)
}

async function main(options: Options): Promise<number> {
  const wanted = chosen(options)
  const progress = showProgress(process.stderr)
  const parent = join(import.meta.dirname, '../../.matchday')
  const { size, log, slowerByMs } = options
  const { machine, rows, broken } = await runBench(wanted, { size, log, slowerByMs, progress, parent })
  say(describeMachine(machine))
  say(options.markdown ? markdownOf(rows) : tableOf(rows))
  const missed = rows.flatMap(({ budgets }) => budgets).filter(({ met }) => !met).length
  say(missed === 0 ? 'every budget is met' : `${missed} budgets are missed`)
  say(broken.length === 0 ? 'every invariant holds' : ['broken invariants:', ...broken].join('\n  '))
  if (options.json !== null) {
    const figures = { machine, at: new Date().toISOString(), size, log, rows, broken }
    await writeFile(options.json, `${JSON.stringify(figures, null, 2)}\n`)
  }
  return broken.length > 0 || (options.strict && missed > 0) ? 1 : 0
}

try {
  const options = optionsOf(process.argv.slice(process.argv[2] === '--' ? 3 : 2))
  if (options === 'help') say(usage)
  else process.exitCode = await main(options)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
}
