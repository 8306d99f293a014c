import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { main } from './main.ts';

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

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

describe('every command', () => {
  it('is shown in the README', async () => {
    const names = await commands();
    expect(names).toEqual(expect.arrayContaining(['colorize', 'inspect', 'provision']));
    for (const name of names) expect(README).toContain(`npx tintype ${name}`);
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

  it('has every option that the README shows', async () => {
    for (const name of await commands()) {
      const text = await helpOf(name);
      const shown = README.split('\n').filter((line) => line.includes(`tintype ${name}`));
      const options = shown.flatMap((line) => line.match(/(?<= )--[a-z][\w-]*/g) ?? []);
      for (const option of options) expect(`${text} --help`).toContain(option);
    }
  });
});
