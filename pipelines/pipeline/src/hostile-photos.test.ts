import { mkdir, mkdtemp, rename, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';
import { srgbToLab } from '@tintype/colour';
import { createInlineExecutor } from '@tintype/executor';
import { type CorpusPhoto, corpusScene, hostileCorpus } from '@tintype/images/testing';
import { imagesTable, photosTable } from '@tintype/records';
import { createConsoleReporter, type RunEvent, runStage, type Stage } from '@tintype/stage';
import { type Manifest, openStore, sha256 } from '@tintype/store';
import { lastValueFrom, tap, toArray } from 'rxjs';
import { z } from 'zod';

import { convert } from './stages/convert.ts';
import { ingest } from './stages/ingest.ts';

const SEED = 3;
const SIZE = 64;

let workspace: string;
let corpus: readonly CorpusPhoto[];
let manifests: Readonly<Record<string, Manifest>>;
let rows: ReturnType<typeof photosTable.decode>;
let printed = '';

/** Writes the corpus with what only a file system can hold, and runs the two stages on it. */
beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'hostile-photos-'));
  corpus = await hostileCorpus(SEED);
  for (const { name, bytes } of corpus) await put(name, bytes);
  await rename(
    await put('latin.jpg', corpus[0]?.bytes ?? ''),
    Buffer.from(`${workspace}/photos/\xe9.jpg`, 'latin1'),
  );
  await put('e\u0301te\u0301.jpg', 'one of two names that are one');
  await put('\u00e9t\u00e9.jpg', 'the other one');
  await symlink('/etc/passwd', join(workspace, 'photos', 'link.jpg'));
  await symlink('nowhere', join(workspace, 'photos', 'dangling.jpg'));
  const stages = [
    [ingest, { source: { kind: 'folder', path: 'photos' }, photosPerTask: 16, maxBytes: 1e6 }],
    [convert, { size: SIZE, photosPerShard: 16 }],
  ] as const;
  for (const [stage, settings] of stages)
    manifests = { ...manifests, [stage.name]: await run(stage, settings) };
  rows = photosTable.decode(await read('ingest', 'photos'));
}, 120_000);

async function put(name: string, content: Uint8Array | string): Promise<string> {
  const file = join(workspace, 'photos', name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

async function run(stage: Stage, settings: unknown): Promise<Manifest> {
  const report = createConsoleReporter({ write: (text) => (printed += text), canvas: null }, () => 0);
  const events: RunEvent[] = await lastValueFrom(
    runStage(stage, {
      pipeline: 'pipeline',
      recipe: 'hostile',
      recipeFile: join(workspace, 'hostile.json'),
      settings: z.json().parse(stage.settings.parse(settings)),
      workspace,
      code: sha256('code'),
      signal: new AbortController().signal,
      module: new URL(`./compute/${stage.name}.ts`, import.meta.url).href,
      executor: createInlineExecutor(() => 0),
      clock: () => 0,
    }).pipe(
      tap((event) => report(event)),
      toArray(),
    ),
  );
  const done = events.find((event) => event.type === 'stage-done');
  if (done?.type !== 'stage-done') throw new Error(`expected ${stage.name} to finish`);
  return done.manifest;
}

async function read(stage: string, shard: string): Promise<Uint8Array> {
  const found = manifests[stage]?.shards.find(({ name }) => name === shard);
  return openStore(join(workspace, 'data/store')).readBlob(found?.sha256 ?? sha256(''));
}

/** What became of a photo. */
function reasonOf(name: string): string | undefined {
  const row = rows.path.indexOf(name.normalize('NFC'));
  return row === -1 ? undefined : rows.reason[row];
}

describe('a folder of hostile photos', () => {
  it('is gone through to the end: each photo is kept or has its reason', () => {
    const expected = corpus.map(({ name, reason }) => [name, reason ?? /^$/] as const);
    for (const [name, reason] of expected)
      expect([name, reasonOf(name)]).toEqual([name, expect.stringMatching(reason)]);
  });

  it('names what cannot even be listed or read', () => {
    expect(manifests['ingest']?.summary).toMatchObject({
      unreadable: [
        { path: '\u00e9t\u00e9.jpg', reason: expect.stringContaining('how an accent is spelled') },
        { path: '\ufffd.jpg', reason: expect.stringContaining('not UTF-8') },
      ],
    });
  });

  it('follows no link', () => {
    expect(rows.path.filter((path) => /link|dangling/.test(path))).toEqual([]);
  });

  it('becomes images of the scene that every sound photo shows', async () => {
    const scene = srgbToLab(corpusScene(SEED));
    const seen = new Map<string, number>();
    for (const { name } of manifests['convert']?.shards ?? []) {
      const { photo, lab } = imagesTable.decode(await read('convert', name));
      const values = lab.data.length / photo.length;
      photo.forEach((id, i) =>
        seen.set(id, meanDifference(scene, lab.data.subarray(i * values, (i + 1) * values))),
      );
    }
    for (const { name, bytes, tolerance } of corpus.filter(({ reason }) => reason === undefined))
      expect([name, (seen.get(sha256(bytes)) ?? Infinity) <= (tolerance ?? 0)]).toEqual([name, true]);
  });

  it('prints no name that a terminal would act on', () => {
    expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(printed).toContain('quarantined empty.jpg: the file is empty');
  });
});

function meanDifference(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (const [i, value] of one.entries()) sum += Math.abs(value - (other[i] ?? NaN));
  return sum / one.length;
}
