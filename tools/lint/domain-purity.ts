// What the domain may not touch: whatever would let two sites that read the same log compute something else.
// dependency-cruiser keeps imports out (layers.cjs); these are the globals and the syntax it does not see.
// Every restriction has a planted violation below violations/packages/domain; a message starts with its name.

import type { Linter } from 'eslint'

type Restricted = { readonly selector: string; readonly message: string }
type Group<What> = readonly [name: string, why: string, list: readonly What[]]

const globals: readonly Group<string>[] = [
  ['clock', 'time arrives as an input, in epoch milliseconds.', ['performance', 'Temporal']],
  ['chance', 'ids and chance arrive as inputs.', ['crypto']],
  ['timer', 'nothing waits here.', ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']],
  ['output', 'what happened is returned, not printed.', ['console']],
  ['network', 'what is outside is reached through a port.', ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']],
  ['runtime', 'no process, no environment, no global object.',
    ['process', 'globalThis', 'global', 'self', 'navigator', 'require', 'Buffer', 'eval', 'Function']],
  ['locale', 'the machine\'s language decides nothing.', ['Intl']],
  ['garbage', 'when memory is collected decides nothing.', ['WeakRef', 'FinalizationRegistry']],
]

const properties: readonly Group<readonly [object: string, property: string]>[] = [
  ['clock', 'time arrives as an input, in epoch milliseconds.', [['Date', 'now']]],
  ['time-zone', 'the machine\'s zone decides nothing.', [['Date', 'parse']]],
  ['chance', 'ids and chance arrive as inputs.', [['Math', 'random']]],
]

const zoned = 'FullYear|Year|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds|TimezoneOffset'

const syntax: readonly Group<string>[] = [
  ['clock', 'a Date is made of one number given.', [
    'NewExpression[callee.name="Date"][arguments.length=0]',
    ':not(NewExpression, MemberExpression, TSTypeReference) > Identifier[name="Date"]',
    'NewExpression > Identifier.arguments[name="Date"]',
  ]],
  ['time-zone', 'the machine\'s zone decides nothing.', [
    'NewExpression[callee.name="Date"][arguments.length>1]',
    `CallExpression[arguments.length=0] > MemberExpression.callee[property.name=/^get(${zoned})$/]`,
    `CallExpression > MemberExpression.callee[property.name=/^set(${zoned})$/]`,
  ]],
  ['locale', 'the machine\'s language decides nothing; compare by code unit.', [
    'MemberExpression[property.name=/^toLocale/]',
    'MemberExpression[property.name="localeCompare"]',
  ]],
  ['runtime', 'no module is loaded or asked about at run time.', ['ImportExpression', 'MetaProperty']],
  ['decorator', 'the domain is plain functions and values.', ['Decorator']],
  ['module-state', 'what is remembered between calls is state, and state is an input.', [
    'Program > VariableDeclaration[kind="let"]',
    'Program > ExportNamedDeclaration > VariableDeclaration[kind="let"]',
  ]],
  ['silent-default', 'what is not handled must not pass in silence: `default: return entry satisfies never`.', [
    'SwitchCase[test=null][consequent.length=0]',
    'SwitchCase[test=null] > BreakStatement',
    'SwitchCase[test=null] > ReturnStatement[argument=null]',
    'SwitchCase[test=null] > ReturnStatement > Identifier',
    'SwitchCase[test=null] > BlockStatement > ReturnStatement > Identifier',
  ]],
]

const waiting: readonly Group<string>[] = [
  ['async', 'a concept folder is synchronous; only use cases wait.', [
    ':function[async=true]',
    'AwaitExpression',
    'ForOfStatement[await=true]',
    'Identifier[name="Promise"]',
  ]],
]

const restrict = <What, Entry extends object>(groups: readonly Group<What>[], entry: (what: What) => Entry) =>
  groups.flatMap(([name, why, list]) => list.map(what => ({ ...entry(what), message: `${name}: ${why}` })))

const selector = (text: string): { selector: string } => ({ selector: text })

const files = ['packages/domain/src/**/*.ts']
export const tests = ['**/*.spec.ts', '**/testing/**', '**/contracts/**', '**/simulation/**']

/** ESLint configuration of the domain; `restricted` is what the whole workspace forbids, which would be replaced. */
export const domainPurity = (restricted: readonly Restricted[]): Linter.Config[] => [
  {
    files,
    ignores: tests,
    rules: {
      'no-restricted-globals': ['error', ...restrict(globals, name => ({ name }))],
      'no-restricted-properties': ['error', ...restrict(properties, ([object, property]) => ({ object, property }))],
      'no-restricted-syntax': ['error', ...restricted, ...restrict(syntax, selector)],
    },
  },
  {
    files,
    ignores: [...tests, '**/usecases/**', '**/ports/**', 'packages/domain/src/index.ts'],
    rules: { 'no-restricted-syntax': ['error', ...restricted, ...restrict([...syntax, ...waiting], selector)] },
  },
]
