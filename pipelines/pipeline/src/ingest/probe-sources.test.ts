import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { computeFingerprint, MANIFEST_FORMAT, manifestPath, writeManifest } from '@tintype/store';

import { probeSources } from './probe-sources.ts';
import { probedSettings } from './source-schema.ts';

let server: Server;
let status = 503;
let asked = 0;
let url = '';
let workspace = '';

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'probe-'));
  asked = 0;
  status = 503;
  server = createServer((_, response) => {
    asked += 1;
    response.writeHead(status).end();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  url = `http://127.0.0.1:${address.port}/set.zip`;
});

afterEach(() => new Promise((closed) => server.close(closed)));

const archive = () => probedSettings.parse({ source: { kind: 'archive', url, fallback: 'bundled' } });

async function writeIngest(summary: { readonly insteadOf?: string }): Promise<void> {
  const address = { pipeline: 'pipeline', recipe: 'article', stage: 'ingest' };
  await writeManifest(manifestPath(join(workspace, 'data/manifests'), address), {
    formatVersion: MANIFEST_FORMAT,
    ...address,
    fingerprint: computeFingerprint('test'),
    settings: {},
    inputs: [],
    shards: [],
    summary,
    files: {},
  });
}

describe('probeSources', () => {
  it('asks no server for an archive that nobody has missed', async () => {
    expect(await probeSources([archive()], workspace)).toEqual([]);
    await writeIngest({});
    expect(await probeSources([archive()], workspace)).toEqual([]);
    expect(asked).toBe(0);
  });

  it('says so when an archive for which the bundled photos stand in can be had', async () => {
    await writeIngest({ insteadOf: url });
    expect(await probeSources([archive()], workspace)).toEqual([]);
    status = 200;
    expect(await probeSources([archive()], workspace)).toEqual([`source ${url} can be had`]);
  });

  it('changes with a photo in a folder', async () => {
    await mkdir(join(workspace, 'photos'));
    const folder = probedSettings.parse({ source: { kind: 'folder', path: 'photos' } });
    const before = await probeSources([folder], workspace);
    await writeFile(join(workspace, 'photos/a.jpg'), 'x');
    expect(await probeSources([folder], workspace)).not.toEqual(before);
  });
});
