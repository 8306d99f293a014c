import { describe, expect, it } from '@jest/globals';

import { computeFingerprint, sha256 } from '../fingerprint/fingerprint.ts';
import { digestBytes, type Manifest, parseManifest } from '../neutral.ts';
import { sealedJson } from './sealed-json.ts';

const manifest: Manifest = {
  ...{ formatVersion: 1, pipeline: 'pipeline', recipe: 'ümlaut', stage: 'prior' },
  ...{ fingerprint: computeFingerprint('prior'), settings: { lambda: 0.5 }, summary: { bins: 12 } },
  inputs: [{ stage: 'convert', content: sha256('convert') }],
  shards: [{ name: 'prior', fingerprint: computeFingerprint('p'), sha256: sha256('p'), bytes: 1, rows: 12 }],
  files: {},
};

describe('parseManifest', () => {
  it('reads what was written, and checks the seal with the Web Crypto', async () => {
    expect(await parseManifest('prior.json', sealedJson(manifest))).toEqual(manifest);
  });

  it('refuses a figure that has changed, and names the place and the remedy', async () => {
    const changed = sealedJson(manifest).replace('"bins": 12', '"bins": 13');
    await expect(parseManifest('prior.json', changed)).rejects.toThrow(
      /^prior\.json: not a manifest: expected the sha256 [0-9a-f]{64} that it states, found .*run the stage again$/,
    );
  });

  it('refuses what is no JSON, and a newer format', async () => {
    await expect(parseManifest('prior.json', '<html>')).rejects.toThrow(
      /prior\.json: not a manifest: .*JSON/,
    );
    const newer = sealedJson({ ...manifest, formatVersion: 2 });
    await expect(parseManifest('prior.json', newer)).rejects.toThrow('a newer Tintype wrote it');
  });

  it('takes a manifest without a seal, or of an older format, for none', async () => {
    expect(await parseManifest('prior.json', JSON.stringify(manifest))).toBeNull();
    expect(await parseManifest('prior.json', sealedJson({ ...manifest, formatVersion: 0 }))).toBeNull();
  });
});

describe('digestBytes', () => {
  it('is the sha256 of FIPS 180-2, appendix B.1', async () => {
    expect(await digestBytes(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});
