import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { withPlantedCheckout } from './planted-checkout.ts'

type Dependency = { module: string; rules?: { name: string }[] }
type Cruise = { modules: { source: string; dependencies: Dependency[] }[] }

const require = createRequire(import.meta.url)
const rules = require('./layers.cjs') as { forbidden: { name: string }[] }
const ruleNames = rules.forbidden.map(rule => rule.name)

let reported: string[]
let planted: string[]

beforeAll(async () => {
  [reported, planted] = await withPlantedCheckout(async folder => [await cruise(folder), readPlanted(folder)])
}, 60_000)

test('what is planted is reported, import by import, and nothing else is', () => {
  expect(reported).toEqual(planted)
})

test.each(ruleNames)('%s has a planted violation', name => {
  expect(reported.filter(line => line.endsWith(` ${name}`))).not.toEqual([])
})

test('every rule fails the run, not only warns', () => {
  expect(rules.forbidden).toEqual(ruleNames.map(() => expect.objectContaining({ severity: 'error' })))
})

/** `file specifier rule` of every violation, sorted. */
async function cruise(folder: string): Promise<string[]> {
  const output = await depcruise(folder, '--output-type', 'json')
  const { modules } = JSON.parse(output) as Cruise
  return modules
    .flatMap(({ source, dependencies }) => dependencies.flatMap(({ module, rules: broken = [] }) =>
      broken.map(rule => `${source} ${module.replace('node:', '')} ${rule.name}`)))
    .sort()
}

function depcruise(folder: string, ...args: string[]): Promise<string> {
  const bin = join(import.meta.dirname, '../../node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const argv = [bin, '--config', join(import.meta.dirname, 'layers.cjs'), ...args, 'packages', 'bench']
  return new Promise((resolve, reject) => {
    execFile(process.execPath, argv, { cwd: folder, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (stdout === '') reject(error ?? new Error(stderr))
      else resolve(stdout)
    })
  })
}

/** The same lines, as the planted files' own `// breaks rule, rule` comments state them. */
function readPlanted(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && !file.includes('node_modules'))
  return files.flatMap(file => readFileSync(join(folder, file), 'utf8').split('\n').flatMap(line => {
    const [, specifier = '', broken = ''] = /'([^']+)'[^']* \/\/ breaks (.+)$/.exec(line) ?? []
    return broken.split(', ').filter(Boolean).map(rule => `${file} ${specifier.replace('node:', '')} ${rule}`)
  })).sort()
}
