/** @type {import('jest').Config} */
export default {
  testMatch: ['<rootDir>/{apps,libs,pipelines}/**/src/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/'],
  globalSetup: './jest.setup.js',
  globalTeardown: './jest.teardown.js',
  testEnvironment: './jest.environment.js',
  maxWorkers: '100%', // by default Jest leaves one core alone, which is half of two
  testTimeout: 120_000,
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '<rootDir>/jest.transform.js' },
};
