import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { readDocuments } from './testing/read-documents.ts';

const WORKSPACE = join(import.meta.dirname, '../../..');
const documents = readDocuments();
const named = [...documents].map(([file, text]) => ({ file, text }));

/** As GitHub makes it of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

function anchorsIn(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

describe('the documents', () => {
  it('are as short as people read', () => {
    const lines = (file: string) => documents.get(file)?.trimEnd().split('\n').length;
    expect(lines('README.md')).toBeLessThanOrEqual(150);
    expect(Buffer.byteLength(documents.get('ARCHITECTURE.md') ?? '')).toBeLessThanOrEqual(12_000);
    const parts = [...documents.keys()].filter((file) => /^(apps|libs|pipelines)\//.test(file));
    expect(parts.filter((file) => (lines(file) ?? 0) > 200)).toEqual([]);
  });

  it.each(named)('$file has no table row of more than 160 characters', ({ text }) => {
    expect(text.split('\n').filter((line) => line.startsWith('|') && line.length > 160)).toEqual([]);
  });

  it.each(named)('$file links to what is there', ({ file, text }) => {
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [path = '', anchor] = target.split('#');
      const linked = path === '' ? file : join(dirname(file), path);
      expect({ linked, exists: existsSync(join(WORKSPACE, linked)) }).toEqual({ linked, exists: true });
      if (anchor !== undefined) expect(anchorsIn(documents.get(linked) ?? '')).toContain(anchor);
    }
  });
});
