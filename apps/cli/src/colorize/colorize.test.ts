import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openBackEnd } from '@tintype/network/node';
import { syntheticModel } from '@tintype/network/testing';
import sharp from 'sharp';

import { main } from '../main.ts';

const folder = mkdtempSync(join(tmpdir(), 'tintype-colorize-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  await openBackEnd('wasm');
  mkdirSync(join(folder, 'model'));
  for (const [name, bytes] of Object.entries(await syntheticModel()))
    writeFileSync(join(folder, 'model', name), bytes);
  mkdirSync(join(folder, 'photos', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'photos', 'a.jpg'), await picture('#90a0b0').jpeg().toBuffer());
  writeFileSync(join(folder, 'photos', 'deep', 'b.png'), await picture('#304050').png().toBuffer());
});

const picture = (background: string) => sharp({ create: { width: 40, height: 24, channels: 3, background } });

/** The mean distance of the channels from grey. */
async function chroma(photo: Buffer): Promise<number> {
  const { channels } = await sharp(photo).stats();
  const means = channels.map(({ mean }) => mean);
  return Math.max(...means) - Math.min(...means);
}

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly bytes: Buffer;
  readonly err: string;
}

interface RunOptions {
  readonly stdin?: string;
  readonly tty?: boolean;
  readonly signal?: AbortSignal | undefined;
}

async function run(
  argv: readonly string[],
  { stdin = '', tty = false, signal = new AbortController().signal }: RunOptions = {},
): Promise<Ran> {
  const out: Buffer[] = [];
  let err = '';
  const code = await main(['colorize', '--model', 'model', '--back-end', 'wasm', ...argv], {
    ...{ cwd: folder, env: {}, heedInterrupts: () => signal },
    stdin: piped(stdin),
    stdout: { write: (part) => out.push(Buffer.from(part)) },
    stderr: { write: (text) => (err += text), isTTY: tty, columns: 100 },
  });
  const bytes = Buffer.concat(out);
  return { code, bytes, out: bytes.toString(), err };
}

/** The file of this name in two parts, as a pipe gives it. */
async function* piped(name: string): AsyncGenerator<Uint8Array> {
  const bytes = name === '' ? Buffer.alloc(0) : readFileSync(join(folder, name));
  yield bytes.subarray(0, 100);
  yield bytes.subarray(100);
}

describe('tintype colorize', () => {
  it('drops the place where a photo was taken on request, and says what that is', async () => {
    const xmp =
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:p="http://ns.adobe.com/photoshop/1.0/" p:City="Somewhere" p:Headline="barn"/></rdf:RDF>';
    const gps = { IFD0: { Artist: 'nobody' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 0/1' } };
    const photo = await picture('#90a0b0').withExif(gps).withXmp(xmp).jpeg().toBuffer();
    writeFileSync(join(folder, 'placed.jpg'), photo);
    expect((await run(['placed.jpg', '--out', 'kept'])).code).toBe(0);
    expect((await run(['placed.jpg', '--out', 'dropped', '--drop-gps'])).code).toBe(0);
    const latitude = Buffer.from([48, 0, 0, 0, 1, 0, 0, 0]);
    const found = (name: string) =>
      ['nobody', 'barn', 'Somewhere', latitude].map((text) =>
        readFileSync(join(folder, name)).includes(text),
      );
    expect(found('kept/placed.jpg')).toEqual([true, true, true, true]);
    expect(found('dropped/placed.jpg')).toEqual([true, true, false, false]);
    expect((await run(['--help'])).out).toMatch(/--drop-gps .*GPS, city.*EXIF, IPTC and XMP/);
  });

  it('colours files and folders and says what it made, with what', async () => {
    const { code, out } = await run(['photos', '--out', 'plain']);
    expect(code).toBe(0);
    expect(out).toBe('plain/a.jpg: 40 × 24\n1 photo coloured with model on wasm\n');
    const again = await run(['photos', '--out', 'plain', '--recursive']);
    expect(again.out).toBe(
      'plain/deep/b.png: 40 × 24\n1 photo coloured with model on wasm, 1 coloured before\n',
    );
  });

  it('lists what failed at the end, with reasons and exit code 1, and does the rest', async () => {
    writeFileSync(join(folder, 'text.jpg'), 'a text');
    const { code, out, err } = await run(['text.jpg', 'photos/a.jpg', 'none.jpg', '-o', 'rest']);
    expect(code).toBe(1);
    expect(out).toMatch(/^rest\/a\.jpg/);
    expect(err.split('\n').slice(-4)).toEqual([
      'colorize: text.jpg: the file is not a photo in a known format',
      'colorize: none.jpg: no such file',
      'tintype: colorize: 2 of 3 photos failed',
      '',
    ]);
  });

  it('names photos that it leaves out, and fails for none of them', async () => {
    mkdirSync(join(folder, 'odd', '@eaDir'), { recursive: true });
    const bytes = readFileSync(join(folder, 'photos', 'a.jpg'));
    for (const name of ['a.jfif', 'b.dat', '@eaDir/c.jpg']) writeFileSync(join(folder, 'odd', name), bytes);
    symlinkSync('../photos/deep', join(folder, 'odd', 'link'));
    symlinkSync('.', join(folder, 'odd', 'loop'));
    const { code, out, err } = await run(['odd', '--recursive', '--out', 'even']);
    expect({ code, out }).toEqual({
      code: 0,
      out: 'even/a.jpg: 40 × 24\neven/link/b.png: 40 × 24\n2 photos coloured with model on wasm\n',
    });
    expect(err).toContain('colorize: skipped odd/b.dat: it looks like a JPEG; rename it to b.jpg\n');
    expect(err).toContain('colorize: skipped odd/loop: it is a link back to a folder that it lies in');
  });

  it('prints one document with --json, failures in it', async () => {
    const { code, out } = await run([
      'photos/a.jpg',
      'none.jpg',
      '-o',
      'json',
      '--json',
      ...['--saturation', '1.5', '--coherence', '0.5'],
      '--compare',
    ]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      model: { place: 'model', backEnd: 'wasm', fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
      settings: {
        ...{ temperature: 0.38, coherence: 0.5, saturation: 1.5 },
        ...{ detail: 256, space: 'srgb', compare: true, gps: true },
      },
      ...{ coloured: 1, skipped: 0, failed: 1 },
      photos: [
        {
          status: 'coloured',
          photo: 'photos/a.jpg',
          output: join(folder, 'json', 'a.jpg'),
          width: 40,
          height: 24,
        },
        { status: 'failed', photo: 'none.jpg', reason: 'no such file' },
      ],
    });
    expect((await sharp(join(folder, 'json', 'a.compare.jpg')).metadata()).format).toBe('jpeg');
  });

  it('reads standard input and writes standard output', async () => {
    const { code, bytes, err } = await run(['-', '--format', 'png'], { stdin: 'photos/a.jpg' });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { width, height, format } = await sharp(bytes).metadata();
    expect([width, height, format]).toEqual([40, 24, 'png']);
    expect((await run(['photos/a.jpg', '-o', '-', '--format', 'png'])).bytes).toEqual(bytes);
    expect(await run(['-'], { stdin: '' })).toMatchObject({
      code: 1,
      err: 'tintype: colorize: -: the file is empty\n',
    });
  });

  it('follows hints, of one photo or of a folder, with their settings', async () => {
    const hints = [{ x: 0.5, y: 0.5, a: 60, b: -40 }];
    const text = (settings: object) => JSON.stringify({ formatVersion: 1, settings, hints });
    mkdirSync(join(folder, 'hints'), { recursive: true });
    writeFileSync(join(folder, 'hints', 'a.hints.json'), text({ saturation: 0 }));
    writeFileSync(join(folder, 'hints', 'z.hints.json'), text({}));
    const { code, out, err } = await run(['photos', '-r', '-o', 'hinted', '--hints', 'hints']);
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^hinted\/a\.jpg: 40 × 24, 1 hint\nhinted\/deep\/b\.png: 40 × 24\n/),
    });
    expect(err).toContain('colorize: hints/z.hints.json: no photo of this name is to be coloured\n');
    expect(await chroma(readFileSync(join(folder, 'hinted', 'a.jpg')))).toBeLessThan(2);
    const asked = ['photos/a.jpg', '-o', '-', '--hints', 'hints/a.hints.json', '--saturation', '1'];
    expect(await chroma((await run(asked)).bytes)).toBeGreaterThan(30);
  });

  it.each([
    [['photos/a.jpg', '-o', 'x', '--hints', 'none.json'], 2, '--hints: none.json: no such file or folder'],
    [
      ['photos', '-r', '-o', 'x', '--hints', 'photos'],
      2,
      '--hints: photos: expected a.hints.json and so on for 2 photos, found none of them',
    ],
    [['-', '--hints', 'photos/a.jpg'], 1, '--hints: FOLDER/photos/a.jpg: expected JSON with hints'],
  ])('refuses hints of %j', async (argv, code, complaint) => {
    const ran = await run(argv, { stdin: 'photos/a.jpg' });
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err).toContain(`tintype: colorize: ${complaint.replace('FOLDER', folder)}`);
  });

  it('draws a bar with rate and time left on a terminal, and takes it away', async () => {
    const { err } = await run(['photos', '-r', '-o', 'bar'], { tty: true });
    expect(err).toMatch(/colorize  █+░+  50 % .*1 of 2 photos/);
    expect(err.endsWith('\r\x1b[K')).toBe(true);
  });

  it('ends with 130 when it is interrupted', async () => {
    expect(await run(['photos', '-o', 'never'], { signal: AbortSignal.abort() })).toMatchObject({
      code: 130,
      out: '',
    });
  });

  it.each([
    [[], 'expected photos or folders of photos, got none'],
    [['photos'], 'expected --out <folder> for the results'],
    [['photos', '-o', 'x', '--temperature', '2'], '--temperature: expected a number from 0 to 1, got "2"'],
    [['photos', '-o', 'x', '--coherence', '2'], '--coherence: expected a number from 0 to 1, got "2"'],
    [
      ['photos', '-o', 'x', '--format', 'jpg'],
      '--format: expected jpeg, png, webp, got "jpg": did you mean jpeg?',
    ],
    [['photos', '-o', 'x', '--quality', ''], '--quality: expected a number from 1 to 100, got ""'],
    [['-', 'photos'], 'with - expected one photo, got 2'],
    [['-', '--json'], '--json is for results in a folder, not for standard output'],
    [['-', '-o', 'x'], 'from standard input the result goes to standard output: leave out --out'],
    [['photos/deep/none', '-o', 'x', '--model', 'modle'], null],
  ])('refuses %j with exit code 2', async (argv, complaint) => {
    const { code, out, err } = await run(argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    if (complaint !== null) expect(err).toBe(`tintype: colorize: ${complaint}\n`);
  });

  it.each([
    ['file/deep', 'expected a folder, got the file FOLDER/file'],
    ['link/deep', 'expected a folder, got the link FOLDER/link, which leads to nowhere, where nothing is'],
    ...(process.platform === 'linux'
      ? [
          ['/proc/x/y', 'no folder can be made in /proc'],
          ['/proc', 'cannot write into /proc'],
        ]
      : []),
  ])('says before it begins that results cannot go to %s', async (out, complaint = '') => {
    writeFileSync(join(folder, 'file'), '');
    rmSync(join(folder, 'link'), { force: true });
    symlinkSync('nowhere', join(folder, 'link'));
    expect(await run(['photos', '-o', out])).toMatchObject({
      ...{ code: 2, out: '' },
      err: `tintype: colorize: --out: ${complaint.replace('FOLDER', folder)}; choose another folder\n`,
    });
  });

  it.each([
    ['without a model', ['photos', '--model', 'modle'], 2],
    ['without photos', ['empty'], 2],
    ['with photos that all fail', ['none.jpg'], 1],
    ['that cannot end', ['photos', '--signal'], 130],
  ])('leaves no folder of a run %s', async (_, argv, code) => {
    mkdirSync(join(folder, 'empty'), { recursive: true });
    mkdirSync(join(folder, 'mine'), { recursive: true });
    const signal = argv.includes('--signal') ? AbortSignal.abort() : undefined;
    const given = argv.filter((argument) => argument !== '--signal');
    for (const out of ['new/deep/er', 'mine']) {
      expect((await run([...given, '-o', out], { signal })).code).toBe(code);
      expect([existsSync(join(folder, 'new')), existsSync(join(folder, 'mine'))]).toEqual([false, true]);
    }
  });

  it('says that a folder holds no photos, or only its subfolders do', async () => {
    mkdirSync(join(folder, 'empty'), { recursive: true });
    mkdirSync(join(folder, 'outer', 'inner'), { recursive: true });
    writeFileSync(join(folder, 'outer', 'inner', 'a.jpg'), '');
    for (const [name, hint] of [
      ['empty', ''],
      ['outer', '; --recursive includes 1 photo in subfolders (outer/inner/a.jpg)'],
    ] as const)
      expect(await run([name, '-o', 'x'])).toMatchObject({
        ...{ code: 2, err: `tintype: colorize: ${name}: expected photos, found none${hint}\n` },
      });
  });

  it('names photos of subfolders that it does not look at, and adds strips to results', async () => {
    const left =
      'colorize: 1 photo in subfolders (photos/deep/b.png) was not looked at; --recursive includes them\n';
    expect(await run(['photos', '-o', 'strips'])).toMatchObject({
      code: 0,
      err: expect.stringContaining(left),
    });
    const { out } = await run(['photos', '-o', 'strips', '--compare']);
    expect(out).toBe(
      'strips/a.compare.jpg\n0 photos coloured with model on wasm, 1 coloured before, 1 of them with new strips\n',
    );
    const again = await run(['photos', '-o', 'strips', '--compare', '--json']);
    expect(JSON.parse(again.out)).toMatchObject({
      ...{ coloured: 0, skipped: 1, compared: 0, failed: 0, inSubfolders: ['photos/deep/b.png'] },
    });
  });
});
