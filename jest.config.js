/** Jest as native ES modules: swc strips the types, Node resolves the `.ts` imports as they stand. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript' },
          target: 'es2024',
          transform: { verbatimModuleSyntax: true },
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/.evercall/', '/dist/'],
  modulePathIgnorePatterns: ['/.evercall/', '/dist/'],
  testTimeout: 30_000,
  // Tests wait for servers more than they compute: as many files at once as there are processors.
  maxWorkers: '100%',
  // Modules of ended test files are never let go: a fresh process takes over before memory and its collection cost time.
  workerIdleMemoryLimit: '1500MB',
  testSequencer: './test/harness/longest-first.js',
  globalSetup: './test/harness/global-setup.ts',
  globalTeardown: './test/harness/global-teardown.ts',
};
