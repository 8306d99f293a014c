import { describe, expect, it } from '@jest/globals';

import { printedLines, rewriteSamples, samplesIn, shapeOf } from './samples.ts';

const DOCUMENT = `# A part

\`\`\`text npx tintype status
old      1 of 2 shards · …
         row   0.5  [0.4, 0.6]
         …
\`\`\`

\`\`\`sh
npx tintype status
\`\`\`
`;
const OUTPUT = `> nx run something
new       nothing
row       is no detail
old      12 of 13 shards · read · 3.4 s
         other 1
         row   0.75 [0.40, 0.90]
`;

describe('samples', () => {
  it('are the blocks that name a command', () => {
    expect(samplesIn(DOCUMENT)).toEqual([
      {
        command: 'npx tintype status',
        lines: ['old      1 of 2 shards · …', '         row   0.5  [0.4, 0.6]', '         …'],
      },
    ]);
  });

  it('are rewritten with what was printed, the same lines and as short', () => {
    expect(rewriteSamples(DOCUMENT, 'npx tintype status', OUTPUT)).toBe(
      DOCUMENT.replace('old      1 of 2 shards', 'old      12 of 13 shards').replace(
        'row   0.5  [0.4, 0.6]',
        'row   0.75 [0.40, 0.90]',
      ),
    );
    expect(rewriteSamples(DOCUMENT, 'another command', OUTPUT)).toBe(DOCUMENT);
  });

  it('know a line by what it says where several begin alike', () => {
    const output = 'train     7 photos are few\ntrain     12 epochs on wasm 4.22.0 (SIMD) · 1.9 s\n';
    expect(printedLines(['train     2 epochs on cpu 4.22.0 (JS)'], output)).toEqual([
      'train     12 epochs on wasm 4.22.0 (SIMD)',
    ]);
    expect(printedLines(['train     was done'], output)).toEqual(['train     7 photos are few']);
  });

  it('name the line that is printed no longer', () => {
    expect(() => printedLines(['gone     1 shard'], OUTPUT)).toThrow(
      'expected a line that begins with "gone", as in "gone     1 shard"',
    );
  });
});

describe('the shape of a line', () => {
  it('is the same for other figures, back ends, times and recipes', () => {
    const one =
      'train  5 epochs on tensorflow 2.21.0 (CPU, native), KL 3.500 → 3.559 · 44 of 44 shards · 1 min 2 s';
    const other = 'train  1 epoch on wasm 4.22.0 (CPU, SIMD), KL 3.5 → −0.1 · 1 of 1 shard · 1.9 s';
    expect(shapeOf(one)).toBe(shapeOf(other));
    expect(shapeOf('report data/reports/pipeline/default/report.html')).toBe(
      shapeOf('  report data/reports/pipeline/tiny/report.html'),
    );
  });

  it('is another one for other words', () => {
    expect(shapeOf('AuC    RMSE ab')).not.toBe(shapeOf('raw AuC  RMSE ab'));
  });
});
