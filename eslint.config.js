import stylistic from '@stylistic/eslint-plugin'
import tseslint from 'typescript-eslint'
import { domainPurity, tests } from './tools/lint/domain-purity.ts'

/** Forbidden in all TypeScript; the domain forbids more. */
const restricted = [
  { selector: 'ExportAllDeclaration', message: 'Export by name: a reader should see what a module offers.' },
  { selector: 'TSEnumDeclaration', message: 'Type stripping runs no enum: use a union of literals.' },
  { selector: 'ImportDeclaration[source.value=/^[.].*[.]js$/]', message: 'Relative imports end in .ts.' },
]

const skipped = ['only', 'skip', 'todo'].map(property => ({
  selector: `MemberExpression[object.name=/^(describe|it|test)$/][property.name="${property}"]`,
  message: 'A test runs, or is not there.',
}))

const barrel = { selector: 'Program', message: 'index.ts stands only at the edge of a package.' }

const faults = {
  'array-callback-return': 'error',
  eqeqeq: 'error',
  'no-async-promise-executor': 'error',
  'no-compare-neg-zero': 'error',
  'no-cond-assign': 'error',
  'no-constant-binary-expression': 'error',
  'no-control-regex': 'error',
  'no-dupe-else-if': 'error',
  'no-duplicate-case': 'error',
  'no-empty': 'error',
  'no-empty-pattern': 'error',
  'no-eval': 'error',
  'no-global-assign': 'error',
  'no-irregular-whitespace': 'error',
  'no-loss-of-precision': 'error',
  'no-misleading-character-class': 'error',
  'no-prototype-builtins': 'error',
  'no-self-assign': 'error',
  'no-self-compare': 'error',
  'no-sparse-arrays': 'error',
  'no-template-curly-in-string': 'error',
  'no-unexpected-multiline': 'error',
  'no-unmodified-loop-condition': 'error',
  'no-unreachable-loop': 'error',
  'no-unsafe-finally': 'error',
  'no-unsafe-negation': 'error',
  'no-unsafe-optional-chaining': 'error',
  'no-useless-catch': 'error',
  'no-useless-escape': 'error',
  'no-var': 'error',
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
  'prefer-const': 'error',
  'use-isnan': 'error',
  'valid-typeof': 'error',
}

const typedFaults = {
  'await-thenable': 'error',
  'ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
  'consistent-type-imports': 'error',
  'no-array-delete': 'error',
  'no-base-to-string': ['error', { ignoredTypeNames: ['{}', 'Error', 'RegExp', 'URL'] }],
  'no-explicit-any': 'error',
  'no-floating-promises': 'error',
  'no-for-in-array': 'error',
  'no-implied-eval': 'error',
  'no-import-type-side-effects': 'error',
  'no-misused-promises': 'error',
  'no-misused-spread': ['error', { allow: [{ from: 'lib', name: 'string' }] }],
  'no-non-null-asserted-optional-chain': 'error',
  'no-unnecessary-type-assertion': 'error',
  'no-unsafe-argument': 'error',
  'no-unsafe-assignment': 'error',
  'no-unsafe-call': 'error',
  'no-unsafe-member-access': 'error',
  'no-unsafe-return': 'error',
  'no-unused-expressions': 'error',
  'no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
  'only-throw-error': 'error',
  'prefer-promise-reject-errors': 'error',
  'require-array-sort-compare': ['error', { ignoreStringArrays: true }],
  'restrict-plus-operands': 'error',
  'return-await': ['error', 'in-try-catch'],
  'switch-exhaustiveness-check': 'error',
  'unbound-method': 'error',
}

/** Off in tests: jest's matchers return `any` by design. */
const freerInTests = ['no-unsafe-argument', 'no-unsafe-assignment', 'no-unsafe-member-access', 'unbound-method']

const style = {
  'comma-dangle': ['error', {
    arrays: 'always-multiline',
    objects: 'always-multiline',
    imports: 'always-multiline',
    exports: 'always-multiline',
    functions: 'only-multiline',
  }],
  'eol-last': 'error',
  indent: ['error', 2, {
    SwitchCase: 1,
    ignoredNodes: ['ConditionalExpression *', 'TemplateLiteral *', 'TSUnionType *'],
  }],
  'max-len': ['error', { code: 120, ignoreUrls: true, ignoreRegExpLiterals: true }],
  'member-delimiter-style': ['error', { multiline: { delimiter: 'none' } }],
  'no-multiple-empty-lines': ['error', { max: 1, maxEOF: 0 }],
  'no-tabs': 'error',
  'no-trailing-spaces': 'error',
  quotes: ['error', 'single', { avoidEscape: true, allowTemplateLiterals: 'avoidEscape' }],
  semi: ['error', 'never', { beforeStatementContinuationChars: 'never' }],
}

const prefixed = (prefix, rules) =>
  Object.fromEntries(Object.entries(rules).map(([name, rule]) => [`${prefix}/${name}`, rule]))

const sizes = { skipBlankLines: true, skipComments: true }

export default [
  {
    ignores: ['**/.matchday/', '**/.stryker-tmp/', 'reports/', 'coverage/', 'data/', 'tools/lint/violations/'],
  },
  {
    files: ['**/*.{js,cjs,mjs,ts}'],
    plugins: { '@stylistic': stylistic },
    rules: {
      ...faults,
      ...prefixed('@stylistic', style),
      'max-lines-per-function': ['error', { max: 70, ...sizes }],
      'max-lines': ['warn', { max: 250, ...sizes }],
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.ts'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      ...prefixed('@typescript-eslint', typedFaults),
      'no-restricted-syntax': ['error', ...restricted],
    },
  },
  ...domainPurity(restricted),
  {
    files: tests,
    rules: {
      ...Object.fromEntries(freerInTests.map(name => [`@typescript-eslint/${name}`, 'off'])),
      'max-lines-per-function': 'off',
      'no-restricted-syntax': ['error', ...restricted, ...skipped],
    },
  },
  {
    files: ['packages/*/src/*/**/index.ts'],
    rules: { 'no-restricted-syntax': ['error', ...restricted, barrel] },
  },
]
