import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = '@tensorflow/tfjs-node-gpu';

/** What of it runs or is compiled: the back end, its kernels, the messages that these need, and the binding's sources. */
const PARTS = ['README.md', 'binding', 'dist/kernels', 'dist/proto/api_pb.js'].concat(
  ['int64_tensors', 'nodejs_kernel_backend', 'register_all_kernels'].map((name) => `dist/${name}.js`),
);

/** What these ask for besides TensorFlow.js; npm bundles only what the dependencies name. */
const NEEDED = [NAME, 'google-protobuf'];

/**
 * Lays what Tintype uses of tfjs-node-gpu into the `node_modules` of a package. As a dependency it would fetch hundreds of
 * megabytes of an old TensorFlow, with an installer whose packages have known flaws; `tintype provision` gets a current one.
 *
 * @returns what the package's manifest says for it
 */
export async function bundleNativeKernels(
  folder: string,
): Promise<{ readonly bundled: readonly string[]; readonly needed: readonly string[] }> {
  const from = join('node_modules', NAME);
  const to = join(folder, 'node_modules', NAME);
  await mkdir(to, { recursive: true });
  const filter = (file: string) => !/(\.d\.ts|_test\.js)$/.test(file);
  for (const part of PARTS) await cp(join(from, part), join(to, part), { recursive: true, filter });
  const { version, license, repository } = JSON.parse(await readFile(join(from, 'package.json'), 'utf8'));
  const description =
    'What Tintype uses of this package: its files are unchanged, and its installer is left out';
  const manifest = { name: NAME, version, description, license, repository };
  await writeFile(join(to, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return { bundled: [NAME], needed: NEEDED };
}
