import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeTar } from '@tintype/download/testing';
import { manifestPath, readManifest } from '@tintype/store';

import { ingestSummary } from './schemas/ingest.ts';
import { createWorkspace, runNx, writeRecipe } from './testing/workspace.ts';

let archive: Buffer | null = null;
let server: Server;
let url = '';
let workspace = '';

beforeAll(async () => {
  server = createServer((_, response) =>
    archive === null ? response.writeHead(503).end() : response.writeHead(200).end(archive),
  );
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  url = `http://127.0.0.1:${address.port}/set.tar`;
  workspace = await createWorkspace();
  await bundlePhotos(workspace);
  await writeRecipe(workspace, (recipe) => {
    Object.assign(recipe.ingest, { source: { kind: 'archive', url, fallback: 'bundled' } });
  });
});

/** As they lie in a clone, with the column that says which photos stand in for the archive: all but the last. */
async function bundlePhotos(folder: string): Promise<void> {
  await cp(join(folder, 'photos'), join(folder, 'data/photos'), { recursive: true });
  const names = await readdir(join(folder, 'photos'));
  const rows = names.map((name, i) => `${name},${i < names.length - 1 ? 'article' : 'more'}\n`);
  await writeFile(join(folder, 'data/photos/LICENSES.csv'), `file,set\n${rows.join('')}`);
}

afterAll(() => new Promise((closed) => server.close(closed)));

async function ingested() {
  const address = { pipeline: 'pipeline', recipe: 'tiny', stage: 'ingest' };
  const manifest = await readManifest(manifestPath(join(workspace, 'data/manifests'), address));
  if (manifest === null) throw new Error('expected a manifest of ingest');
  return manifest;
}

describe('a recipe whose archive cannot be downloaded', () => {
  it('runs on the bundled photos and says so, and from the cache while that stays so', async () => {
    const first = await runNx(workspace, 'ingest');
    expect(first.output).toContain(`the bundled photos, since ${url} could not be downloaded`);
    expect(first.exitCode).toBe(0);
    const { insteadOf, kept } = ingestSummary.parse((await ingested()).summary);
    expect({ insteadOf, kept }).toEqual({
      insteadOf: url,
      kept: (await readdir(join(workspace, 'photos'))).length - 1,
    });
    expect((await runNx(workspace, 'ingest')).stages['ingest']?.cached).toBe(true);
  });

  it('takes the archive as soon as it is there', async () => {
    const names = (await readdir(join(workspace, 'photos'))).slice(0, 6);
    const entries = names.map(async (name) => ({
      path: `set/${name}`,
      content: await readFile(join(workspace, 'photos', name)),
    }));
    archive = makeTar(await Promise.all(entries));
    expect((await runNx(workspace, 'ingest')).exitCode).toBe(0);
    const manifest = await ingested();
    expect(ingestSummary.parse(manifest.summary).insteadOf).toBeNull();
    expect(manifest.summary).toMatchObject({ kept: 6 });
  });
});
