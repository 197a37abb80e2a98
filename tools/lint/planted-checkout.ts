import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const planted = join(import.meta.dirname, 'violations')

/** What each planted package declares; what it imports beyond that stays unresolved, as under pnpm. */
const declared: Record<string, { dependencies: readonly string[]; devDependencies?: readonly string[] }> = {
  'packages/domain': { dependencies: [] },
  'packages/adapters': { dependencies: ['@matchday/domain', 'kafkajs', 'slonik', 'stripe', 'zod'] },
  'packages/http': { dependencies: ['@matchday/consumer', '@matchday/domain', 'express', 'inversify', 'zod'] },
  'packages/consumer': { dependencies: ['zod'] },
  'packages/cli': { dependencies: ['@matchday/http', 'zod'], devDependencies: ['pino-pretty'] },
  bench: { dependencies: ['@matchday/domain', 'express', 'pg'] },
}

const declaredByRoot = ['@jest/globals', 'fast-check']

/**
 * Copies the planted violations to a checkout of their own, with packages linked as pnpm links them, and hands its
 * folder to `use`; npm packages are empty stand-ins. The folder is removed afterwards.
 */
export async function withPlantedCheckout<Value>(use: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'matchday-layers-')))
  try {
    cpSync(planted, folder, { recursive: true })
    writeManifest(folder, '.', { devDependencies: declaredByRoot })
    for (const [path, names] of Object.entries(declared)) writeManifest(folder, path, names)
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function writeManifest(folder: string, path: string, manifest: Record<string, readonly string[]>): void {
  const versions: Record<string, Record<string, string>> = {}
  for (const [field, names] of Object.entries(manifest)) {
    versions[field] = Object.fromEntries(names.map(name => [name, '1.0.0']))
    for (const name of names) link(folder, path, name)
  }
  const name = path.replace(/^(packages|[.])?[/]?/, '@matchday/')
  const exports = { '.': './src/index.ts', './*': './src/*.ts' }
  writeFileSync(join(folder, path, 'package.json'), JSON.stringify({ name, type: 'module', exports, ...versions }))
}

function link(folder: string, path: string, name: string): void {
  const at = join(folder, path, 'node_modules', name)
  mkdirSync(dirname(at), { recursive: true })
  symlinkSync(name.startsWith('@matchday/') ? join(folder, 'packages', name.slice(10)) : standIn(folder, name), at)
}

function standIn(folder: string, name: string): string {
  const store = join(folder, 'node_modules/.pnpm', `${name.replace('/', '+')}@1.0.0`, 'node_modules', name)
  mkdirSync(store, { recursive: true })
  writeFileSync(join(store, 'package.json'), JSON.stringify({ name, version: '1.0.0', main: 'main.js' }))
  writeFileSync(join(store, 'main.js'), '')
  return store
}
