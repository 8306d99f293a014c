import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { main } from './main.ts';
import { readDocuments } from './testing/read-documents.ts';

const documents = readDocuments();
const PHOTOS = join(import.meta.dirname, '../../../data/photos');

async function helpOf(...argv: string[]): Promise<string> {
  let text = '';
  const stdout = { write: (part: string | Uint8Array) => (text += String(part)) };
  const code = await main([...argv, '--help'], { cwd: '/', env: {}, stdout, stderr: stdout });
  expect({ code, text }).toEqual({ code: 0, text: expect.stringMatching(/^Usage:/) });
  return text;
}

async function commands(): Promise<readonly string[]> {
  const [, list = ''] = /Commands:\n([\s\S]*?)\n\n/.exec(await helpOf()) ?? [];
  return [...list.matchAll(/^ {2}(\w+) {2}/gm)].map(([, name = '']) => name);
}

function linesOf(texts: Iterable<string>): readonly string[] {
  return [...texts].flatMap((text) => text.split('\n'));
}

describe('every command', () => {
  it('is shown in the README', async () => {
    const names = await commands();
    expect(names).toEqual(expect.arrayContaining(['colorize', 'inspect', 'provision']));
    for (const name of names) expect(documents.get('README.md')).toContain(`npx tintype ${name}`);
  });

  it('explains each of its options in its help, and shows examples', async () => {
    for (const name of await commands()) {
      const text = await helpOf(name);
      const options = [...text.matchAll(/^ {2}(?:-\w, )?--[\w-]+(?: <[^>]+>)?(.*)$/gm)];
      expect(options.map(([line]) => line)).toContainEqual(expect.stringContaining('--json'));
      for (const [, explanation = ''] of options) expect(explanation.trim()).not.toBe('');
      expect(text.slice(text.indexOf('Examples:'))).toContain(`tintype ${name}`);
    }
  });

  it('is shown with photos that are there', () => {
    const shown = linesOf(documents.values()).filter((line) => line.includes('tintype colorize '));
    const photos = shown.flatMap((line) => line.match(/data\/photos\/\S+/g) ?? []);
    expect(photos).toContain('data/photos/forest_lake.jpg');
    for (const photo of photos) {
      const pattern = new RegExp(`^${basename(photo).replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
      expect(readdirSync(PHOTOS)).toContainEqual(expect.stringMatching(pattern));
    }
  });

  it('has every option that a document shows', async () => {
    for (const name of await commands()) {
      const text = await helpOf(name);
      const shown = linesOf(documents.values()).filter((line) => line.includes(`tintype ${name}`));
      const options = shown.flatMap((line) => line.match(/(?<= )--[a-z][\w-]*/g) ?? []);
      for (const option of options) expect(`${text} --help`).toContain(option);
    }
  });
});
