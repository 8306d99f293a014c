import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';

import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import ts from 'typescript';

/** Entries of a lib as `exports` of its `package.json` has them: "./node" → "./src/node.ts". */
export type Entries = Readonly<Record<string, string>>;

/**
 * Writes the declarations of a lib's entries into a folder, a file for each entry and one for what they share. They hold
 * what the entries name of our other libs, and import nothing but packages of npm.
 *
 * @param scratch an empty folder for the declarations of every module, from which those are gathered
 */
export async function bundleDeclarations(
  lib: string,
  { entries, scratch, out }: { readonly entries: Entries; readonly scratch: string; readonly out: string },
): Promise<void> {
  const addresses = await listAddresses();
  await emitDeclarations(lib, { entries, addresses, scratch });
  const input = Object.fromEntries(
    Object.values(entries).map((file) => [nameOf(file), join(scratch, lib, file.replace(/\.ts$/, '.d.ts'))]),
  );
  const bundle = await rollup({
    input,
    external: (id) => !/^[./]/.test(id),
    plugins: [dts({ compilerOptions: { types: [] } })],
    onLog: (_, { message }) => {
      throw new Error(`declarations of ${lib}: ${message}`);
    },
  });
  await bundle.write({ dir: out, format: 'es', chunkFileNames: 'shared.d.ts' });
}

/** "index" of "./src/index.ts" */
export function nameOf(file: string): string {
  return /([^/]+)\.ts$/.exec(file)?.[1] ?? file;
}

/** The file behind every name under which our libs import each other. */
async function listAddresses(): Promise<ReadonlyMap<string, string>> {
  const addresses = new Map<string, string>();
  for (const lib of await readdir('libs')) {
    const text = await readFile(join('libs', lib, 'package.json'), 'utf8');
    const { name, exports }: { readonly name: string; readonly exports: Entries } = JSON.parse(text);
    for (const [entry, file] of Object.entries(exports))
      addresses.set(join(name, entry), join('libs', lib, file));
  }
  return addresses;
}

interface Emission {
  readonly entries: Entries;
  readonly addresses: ReadonlyMap<string, string>;
  readonly scratch: string;
}

/** The declarations of every module that the entries reach, with relative imports in the place of our names. */
async function emitDeclarations(lib: string, { entries, addresses, scratch }: Emission): Promise<void> {
  const files = Object.values(entries).map((file) => resolve('libs', lib, file));
  const program = ts.createProgram([...files, resolve('libs/network/src/assets/modules.d.ts')], {
    ...compilerOptions(join('libs', lib, 'tsconfig.json')),
    ...{ noEmit: false, declaration: true, emitDeclarationOnly: true, outDir: scratch, rootDir: 'libs' },
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
    paths: Object.fromEntries([...addresses].map(([name, file]) => [name, [resolve(file)]])), // as sources, not as packages
  });
  const emitted = new Map<string, string>();
  program.emit(undefined, (file, text) => void emitted.set(file, text));
  for (const [file, text] of emitted) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, withRelativeImports(text, file, { addresses, scratch }));
  }
}

function compilerOptions(config: string): ts.CompilerOptions {
  const fail = ({ messageText }: ts.Diagnostic): never => {
    throw new Error(`${config}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  };
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail };
  const parsed = ts.getParsedCommandLineOfConfigFile(config, {}, host);
  if (parsed === undefined) throw new Error(`${config}: expected a configuration of TypeScript`);
  return parsed.options;
}

function withRelativeImports(
  text: string,
  from: string,
  { addresses, scratch }: Pick<Emission, 'addresses' | 'scratch'>,
): string {
  return text.replace(/(\bfrom |\bimport\()'([^']+)'/g, (_, before: string, name: string) => {
    const file = addresses.get(name);
    if (file === undefined) return `${before}'${name.replace(/^(\..*)\.ts$/, '$1.js')}'`;
    const path = relative(dirname(from), join(scratch, relative('libs', file)));
    return `${before}'${path.startsWith('.') ? path : `./${path}`}'`.replace(/\.ts'$/, ".js'");
  });
}
