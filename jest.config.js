const shared = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
        module: { type: 'es6' },
      },
    ],
  },
  roots: ['<rootDir>/packages', '<rootDir>/bench', '<rootDir>/tools'],
  testPathIgnorePatterns: ['/node_modules/', '/.matchday/', '/.stryker-tmp/', '/tools/lint/violations/'],
  modulePathIgnorePatterns: ['/.stryker-tmp/'],
}

export default {
  // For whoever tests on a busy machine: what hangs fails all the same.
  testTimeout: 120_000,
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['**/*.spec.ts', '!**/*.{int,kafka}.spec.ts'] },
    {
      ...shared,
      displayName: 'int',
      testMatch: ['**/*.int.spec.ts'],
      // One throw-away Postgres for all integration suites; each makes its own databases by startTestPostgres().
      globalSetup: '<rootDir>/packages/adapters/src/testing/set-up-postgres.ts',
      globalTeardown: '<rootDir>/packages/adapters/src/testing/tear-down.ts',
    },
    {
      ...shared,
      displayName: 'kafka',
      testMatch: ['**/*.kafka.spec.ts'],
      // The same Postgres, and one throw-away broker besides, unless KAFKA_BROKERS names others: startTestKafka().
      globalSetup: '<rootDir>/packages/adapters/src/testing/set-up-kafka.ts',
      globalTeardown: '<rootDir>/packages/adapters/src/testing/tear-down.ts',
    },
  ],
}
