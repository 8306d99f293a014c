import { describe, expect, it } from '@jest/globals';

import { fileNameOf } from './file-name-of.ts';

describe('fileNameOf', () => {
  it.each(['forest', 'Füße', '写真', 'open country', 'a.b-c_d'])('leaves %s as it is', (name) => {
    expect(fileNameOf(name)).toBe(name);
  });

  it.each(['..', '.', '-rf', '<img src=x>', 'a\nb', 'a\\b', 'x'.repeat(250), '', '👩‍👩‍👧', 'é'.repeat(200)])(
    'gives %j a name that every system takes',
    (name) => {
      const file = fileNameOf(name);
      expect(file).toMatch(/^[\p{L}\p{N}_][\p{L}\p{N}\p{M}._ -]*$/u);
      expect(Buffer.byteLength(`${file}.png`)).toBeLessThan(200);
    },
  );

  it('tells names apart that look alike without what is left out', () => {
    expect(new Set(['a<b', 'a>b', 'a-b'].map(fileNameOf)).size).toBe(3);
  });
});
