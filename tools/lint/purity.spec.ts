import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Linter } from 'eslint'
import tseslint from 'typescript-eslint'
import { domainPurity } from './domain-purity.ts'

const concept = 'packages/domain/src/game/impure.ts'
const useCase = 'packages/domain/src/usecases/late.ts'

const purityRules = ['no-restricted-globals', 'no-restricted-properties', 'no-restricted-syntax']

const config = await import(join(import.meta.dirname, '../../eslint.config.js')) as { default: Linter.Config[] }

/** Without types, as what is planted is in no project. */
const untyped: Linter.Config[] = [
  ...config.default,
  { files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked },
]

test.each([concept, useCase])('in %s what is planted is reported, line by line, and nothing else is', path => {
  const code = planted(path)
  const broken = code.split('\n').flatMap((line, at) => {
    const [, name, times = 1] = / \/\/ breaks: ([a-z-]+)(?: x(\d+))?$/.exec(line) ?? []
    return name === undefined ? [] : Array.from({ length: Number(times) }, () => `${at + 1} ${name}`)
  })
  expect(lint(path, code, untyped)).toEqual(broken)
})

test.each(singleRestrictions())('%s %s has a planted violation', (rule, _, option) => {
  const alone: Linter.Config = {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    rules: { [rule]: ['error', option] },
  }
  expect(lint(concept, planted(concept), [alone])).not.toEqual([])
})

test.each([
  ['packages/http/src/router.ts', 'export * from \'./x.ts\'', 'Export by name'],
  ['packages/http/src/router.ts', 'import \'./x.js\'', 'Relative imports end in .ts'],
  ['packages/http/src/router.ts', 'enum Kind { Held }', 'Type stripping runs no enum'],
  ['packages/http/src/routes/index.ts', 'export const a = 1', 'index.ts stands only at the edge'],
  ['packages/http/src/router.spec.ts', 'test.skip(\'x\', () => 1)', 'A test runs, or is not there'],
])('in %s `%s` is refused', (path, code, message) => {
  expect(lint(path, code, untyped)).toEqual([expect.stringContaining(message)])
})

test.each([
  ['packages/domain/src/game/ids.spec.ts', 'Math.random()'],
  ['packages/http/src/router.ts', 'Math.random()'],
  ['packages/http/src/index.ts', 'export { a } from \'./a.ts\''],
])('in %s `%s` is free', (path, code) => {
  expect(lint(path, code, untyped)).toEqual([])
})

function planted(path: string): string {
  return readFileSync(join(import.meta.dirname, 'violations', path), 'utf8')
}

/** `line restriction` of what the purity rules report. */
function lint(path: string, code: string, configs: Linter.Config[]): string[] {
  return new Linter().verify(code, configs, { filename: path })
    .filter(({ fatal, ruleId }) => fatal === true || purityRules.includes(ruleId ?? ''))
    .map(({ line, message }) => `${line} ${/(?:^|[.] )([a-z-]+): /.exec(message)?.[1] ?? message}`)
}

/** Every entry of every purity rule, as rule, what it names, and the entry. */
function singleRestrictions(): [rule: string, what: string, entry: object][] {
  const seen = new Map<string, [string, string, object]>()
  for (const { rules = {} } of domainPurity([])) {
    for (const [rule, [, ...entries]] of Object.entries(rules as Record<string, [string, ...object[]]>)) {
      for (const entry of entries) {
        const what = Object.values(entry).slice(0, -1).join('.')
        seen.set(`${rule} ${what}`, [rule, what, entry])
      }
    }
  }
  return [...seen.values()]
}
