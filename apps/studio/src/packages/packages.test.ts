import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { inChromium, openPage, startStudio } from '../testing/index.ts';
import { installPackages } from '../testing/install-packages.ts';
import { serveFolder } from '../testing/serve-folder.ts';

const TOOLS = join(import.meta.dirname, '../../../../node_modules');
const PHOTO = 'node_modules/tintype/data/historic/insidecity_castle-clinton-1961.jpg';

const installed = await installPackages();
const project = installed ?? '';

/** `describe` for tests of what is installed; without a registry they are skipped, and the title says so. */
function whenInstalled(name: string, body: () => void): void {
  if (installed === null) describe.skip(`${name} (skipped: npm reaches no registry here)`, body);
  else describe(name, body);
}

interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program in the project that the packages are installed in, with nothing of this process's environment that helps it. */
async function run(program: string, argv: readonly string[], cwd = project): Promise<Ending> {
  const env = { ...process.env, NODE_OPTIONS: '', NODE_PATH: '' };
  return promisify(execFile)(program, argv, { cwd, env }).then(
    (said) => ({ code: 0, ...said }),
    (error: Ending) => error,
  );
}

const tintype = (...argv: readonly string[]) => run('node_modules/.bin/tintype', argv);

whenInstalled('the package tintype', () => {
  it('has its commands', async () => {
    expect(await tintype('--help')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ {2}serve /m) });
  });

  it('colours a photo on wasm with the bundled model', async () => {
    const ending = await tintype('colorize', PHOTO, '--out', 'coloured', '--back-end', 'wasm');
    expect(ending).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 photo coloured with bundled on wasm'),
    });
    const { length } = await readFile(join(project, 'coloured/insidecity_castle-clinton-1961.jpg'));
    expect(length).toBeGreaterThan(100_000);
  });

  it.each(['run', 'explain', 'status'])('says of %s that it needs a clone', async (command) => {
    expect(await tintype(command)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^tintype: .*; clone the repository .* run "npm ci" in it/),
    });
  });

  it('looks into a data folder', async () => {
    expect(await tintype('verify', '--data', 'data')).toMatchObject({ code: 0 });
    expect(await tintype('gc', '--data', 'data')).toMatchObject({ code: 0 });
    const prior = 'node_modules/tintype/data/models/bundled/prior.arrow';
    expect(await tintype('inspect', prior)).toMatchObject({
      stdout: expect.stringMatching(/^prior: \d+ rows/),
    });
  });

  it('finds what native TensorFlow is compiled with', async () => {
    const program = `import { createRequire } from 'node:module';
      const require = createRequire(process.argv[1]);
      require.resolve('node-api-headers/package.json');
      process.stdout.write(require.resolve('@tensorflow/tfjs-node-gpu/binding/tfjs_backend.cc'));`;
    const from = join(project, 'node_modules/tintype/apps/cli/dist/main.js');
    const ending = await run(process.execPath, ['--input-type=module', '-e', program, from]);
    expect(ending).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('node_modules/tintype/node_modules'),
    });
  });

  it('writes the studio as static files', async () => {
    expect(await tintype('studio', 'build', '--out', 'site')).toMatchObject({ code: 0 });
    const info = JSON.parse(await readFile(join(project, 'site/studio.json'), 'utf8'));
    expect(info).toMatchObject({ data: false, models: [{ name: 'bundled' }] });
    const model = await readFile(join(project, 'site', info.models[0].path, 'weights.bin'));
    expect(model.length).toBeGreaterThan(1_000_000);
    expect(await readFile(join(project, 'site/THIRD-PARTY.md'), 'utf8')).toContain('## preact');
  });

  it('serves the studio', async () => {
    const studio = await startStudio({ workspace: join(project, 'node_modules/tintype') });
    try {
      expect(await (await fetch(studio.url)).text()).toContain('<title>');
      const { models, examples } = await (await fetch(`${studio.url}studio.json`)).json();
      expect([models[0].name, examples.length]).toEqual(['bundled', 1]);
      const model = await fetch(`${studio.url}${models[0].path}model.json`);
      expect((await model.json()).userDefinedMetadata.tintype.formatVersion).toBe(1);
    } finally {
      await studio.close();
    }
  });
});

whenInstalled('both packages', () => {
  it('run no script that fetches or compiles, and share TensorFlow.js', async () => {
    const { packages } = JSON.parse(await readFile(join(project, 'package-lock.json'), 'utf8'));
    const paths = Object.keys(packages);
    const scripted = paths.filter((path) => packages[path].hasInstallScript === true);
    expect(scripted).toEqual(['node_modules/core-js']); // it asks for donations
    expect(paths.filter((path) => path.endsWith('/@tensorflow/tfjs'))).toHaveLength(1);
  });

  it.each([
    ['tintype/THIRD-PARTY.md', ['apache-arrow', 'd3-scale', 'zod']],
    ['tintype/apps/studio/dist/THIRD-PARTY.md', ['preact', '@tensorflow/tfjs-core']], // of the page and of a thread
    ['@tintype/colorize/THIRD-PARTY.md', ['pbf']],
  ])('have the notices of what is inlined: %s', async (file, names) => {
    const text = await readFile(join(project, 'node_modules', file), 'utf8');
    const titles = [...text.matchAll(/^## (\S+) \d/gm)].map(([, name]) => name);
    expect(titles).toEqual(expect.arrayContaining(names));
  });
});

/** The examples of the README that the library comes with. */
async function readExamples(): Promise<readonly string[]> {
  const readme = await readFile(join(project, 'node_modules/@tintype/colorize/README.md'), 'utf8');
  return [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
}

/** Checks types strictly, those of the library included though not TypeScript's own, and writes JavaScript. */
async function compile(folder: string, files: readonly string[], options: Readonly<Record<string, unknown>>) {
  const compilerOptions = {
    ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, skipDefaultLibCheck: true },
    ...{ target: 'es2022', outDir: '.', typeRoots: [join(TOOLS, '@types')] },
    ...options,
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  const ending = await run(process.execPath, [join(TOOLS, 'typescript/bin/tsc')], folder);
  expect(ending).toMatchObject({ code: 0, stdout: '' });
}

whenInstalled('the package @tintype/colorize', () => {
  it('does in Node what its README shows, and its types are whole', async () => {
    const [example = ''] = await readExamples();
    const folder = join(project, 'in-node');
    await mkdir(folder);
    await writeFile(join(folder, 'example.ts'), example);
    await compile(folder, ['example.ts'], {
      module: 'nodenext',
      lib: ['es2022'],
      types: ['node'],
    });
    const ending = await run(process.execPath, ['in-node/example.js', PHOTO, 'new.png']);
    expect(ending).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1024 × 808 on \w+ \{ a: /) });
    expect((await readFile(join(project, 'new.png'))).subarray(1, 4).toString()).toBe('PNG');
  });
});

whenInstalled('the package @tintype/colorize in a page that Vite bundles', () => {
  inChromium('in Chromium', () => {
    const folder = () => join(project, 'in-browser');
    beforeAll(async () => {
      const [, example = ''] = await readExamples();
      await mkdir(folder());
      await writeFile(join(folder(), 'colour-image.ts'), example);
      await writeFile(join(folder(), 'main.ts'), PAGE);
      await writeFile(
        join(folder(), 'index.html'),
        '<link rel="icon" href="data:,"><script type="module" src="main.ts"></script>',
      );
    });

    it('has whole types', async () => {
      await writeFile(
        join(folder(), 'vite.d.ts'),
        "declare module '*?url' { const url: string; export default url }",
      );
      const lib = ['es2022', 'dom', 'dom.iterable'];
      const module = { module: 'esnext', moduleResolution: 'bundler', allowImportingTsExtensions: true };
      await compile(folder(), ['main.ts', 'vite.d.ts'], { ...module, lib, noEmit: true, types: [] });
    });

    it('colours what an element shows, and keeps its lightness', async () => {
      const built = await run(
        process.execPath,
        [join(TOOLS, 'vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
        folder(),
      );
      expect(built).toMatchObject({ code: 0, stdout: '' });
      const server = await serveFolder(join(folder(), 'dist'));
      const { page, faults, close } = await openPage(server.url);
      try {
        await page.waitForFunction(() => document.title !== '');
        const { chroma, luminance, size } = JSON.parse(await page.title());
        expect({ faults, size }).toEqual({ faults: [], size: [64, 64] });
        expect(chroma).toBeGreaterThan(1);
        expect(luminance).toBeLessThan(0.005);
      } finally {
        await close();
        server.close();
      }
    });
  });
});

/** Colours a grey gradient, and tells by the title how far on average its channels came apart and its luminance moved. */
const PAGE = `
import { colourImage } from './colour-image.ts';

const canvas = document.createElement('canvas');
canvas.width = canvas.height = 64;
const context = canvas.getContext('2d')!;
const gradient = context.createLinearGradient(0, 0, 64, 64);
gradient.addColorStop(0, '#222');
gradient.addColorStop(1, '#ddd');
context.fillStyle = gradient;
context.fillRect(0, 0, 64, 64);
const grey = context.getImageData(0, 0, 64, 64).data;
const image = new Image();
image.src = canvas.toDataURL();
await image.decode();
const { data, width, height } = await colourImage(image);

/** As IEC 61966-2-1 defines sRGB. */
const linear = (value: number) => (value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
const luminanceOf = (of: typeof data, i: number) =>
  0.2126 * linear(of[i]!) + 0.7152 * linear(of[i + 1]!) + 0.0722 * linear(of[i + 2]!);
let [chroma, luminance] = [0, 0];
for (let i = 0; i < data.length; i += 4) {
  chroma += Math.abs(data[i]! - data[i + 2]!) / (width * height);
  luminance += Math.abs(luminanceOf(data, i) - luminanceOf(grey, i)) / (width * height);
}
document.title = JSON.stringify({ chroma, luminance, size: [width, height] });
`;
