import { builtinModules } from 'node:module';

import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import importSort from 'eslint-plugin-simple-import-sort';
import tseslint from 'typescript-eslint';

/** Imports go strictly down: each level may use the ones named, and no package that it does not list. */
const LEVELS = {
  app: ['pipeline', 'service', 'base', 'pure'],
  pipeline: ['service', 'base', 'pure'],
  service: ['service', 'base', 'pure'],
  base: ['base', 'pure'],
  pure: ['pure'],
};

/** Packages that one lib alone imports, so that they can be exchanged there; tests may make fixtures with them. */
const OWNERS = {
  'libs/network': ['@tensorflow/*'],
  'libs/records': ['apache-arrow'],
  'libs/executor': ['piscina'],
  'libs/images': ['sharp', '@xmldom/xmldom'],
};

/** Groups of imports, a blank line between them: those without names, Node, packages, files of the same package. */
const IMPORT_ORDER = [['^\\u0000'], ['^node:'], ['^@?\\w'], ['^\\.']];

/** How a module is named. */
const IMPORT_NAMES = [
  { regex: `^(${builtinModules.join('|')})$`, message: 'Modules of Node are named with "node:".' },
  { regex: '^\\.(?!.*\\.(tsx?|mjs|js|json|css)$)', message: 'Files are named with their ending.' },
  { regex: '^[./]+/(apps|libs|pipelines)/', message: 'Other packages are named by what they export.' },
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', 'data/**'] },
  ...tseslint.configs.strict,
  prettier,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: ['/third-party\\.ts$'], // what the bundlers of both apps call
          banTransitiveDependencies: true,
          depConstraints: Object.entries(LEVELS).map(([level, below]) => ({
            sourceTag: `level:${level}`,
            onlyDependOnLibsWithTags: below.map((name) => `level:${name}`),
            ...(level === 'pure' && { allowedExternalImports: ['d3-*', '@jest/globals'] }),
          })),
        },
      ],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { varsIgnorePattern: '^_', argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
    },
  },
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    plugins: { 'import-sort': importSort },
    rules: {
      'import-sort/imports': ['error', { groups: IMPORT_ORDER }],
      'no-duplicate-imports': 'error',
      'no-restricted-imports': ['error', { patterns: IMPORT_NAMES }],
    },
  },
  { files: ['**/bench/*.ts'], rules: { 'no-console': 'off' } },
  { files: ['**/example/*.ts'], rules: { '@nx/enforce-module-boundaries': 'off' } }, // they import as other projects do
  { files: ['**/*.{ts,tsx}'], ignores: ['**/*.test.ts'], rules: banExcept() },
  ...Object.keys(OWNERS).map((lib) => ({ files: [`${lib}/**/*.ts`], rules: banExcept(lib) })),
);

function banExcept(lib) {
  const banned = Object.entries(OWNERS).flatMap(([owner, group]) =>
    owner === lib ? [] : [{ group, message: `${owner} alone imports it.` }],
  );
  return { 'no-restricted-imports': ['error', { patterns: [...IMPORT_NAMES, ...banned] }] };
}
