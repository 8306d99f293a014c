import { describe, expect, it } from '@jest/globals';
import { renderMarkup } from '@tintype/report';

import type { MethodRow } from '../runs/method-row.ts';
import { metricsTable, photosTable } from './metrics-table.ts';

const network: MethodRow = {
  method: 'network',
  temperature: 0.38,
  photos: 1,
  intervals: {},
  lead: {},
  aucBalanced: 0.841,
  auc: 0.886,
  rmseAb: 12.8,
  hue: 0.612,
  psnr: 22,
  ssim: 0.9,
  colourfulness: 30,
  colourfulnessRatio: 1.2,
  colourfulnessAbsolute: 20,
  colourfulnessAbsoluteRatio: 0.95,
  chromaRatio: 0.93,
  outOfGamut: 0.0123,
  crossEntropy: 2,
  kl: 0.7,
  crossEntropyWeighted: 2.5,
  klWeighted: 1.2,
};
const grey: MethodRow = {
  method: 'grey',
  temperature: null,
  photos: 1,
  intervals: {},
  lead: {},
  aucBalanced: 0.793,
  auc: 0.8861,
  rmseAb: 15.2,
  hue: 0,
  psnr: 21.5,
  ssim: 0.905,
  colourfulness: 30,
  colourfulnessRatio: 0,
  colourfulnessAbsolute: 20,
  colourfulnessAbsoluteRatio: 0,
  chromaRatio: null,
  outOfGamut: 0,
  crossEntropy: null,
  kl: null,
  crossEntropyWeighted: null,
  klWeighted: null,
};

/** For each row its cells; the best ones in stars. */
function cells(methods: readonly MethodRow[]): string[][] {
  const [, body = ''] = renderMarkup(metricsTable(methods, 0.38)).split('<tbody>');
  return body
    .split('</tr>')
    .slice(0, -1)
    .map((row) =>
      Array.from(row.matchAll(/<td>\s*(<mark>)?([^<]*)/g), ([, mark, text = '']) =>
        mark === undefined ? text.trim() : `*${text.trim()}*`,
      ),
    );
}

describe('metricsTable', () => {
  it('marks the best of each column: highest, lowest or nearest to 1, and all that read the same', () => {
    expect(cells([network, grey])).toEqual([
      ['*0.841*', '*0.886*', '*12.80*', '*0.612*', '*22.00*', '0.900', '*1.20*', '*0.95*', '*0.93*', '1.2 %'],
      ['0.793', '*0.886*', '15.20', '0.000', '21.50', '*0.905*', '0.00', '0.00', '–', '0 %'],
    ]);
  });

  it('marks nothing in a column that nobody has', () => {
    expect(cells([{ ...network, ssim: null }])[0]?.[5]).toBe('–');
  });

  it('shows intervals, and ceilings without letting them win', () => {
    const ceiling: MethodRow = {
      ...network,
      method: 'truth, nearest bin',
      temperature: null,
      aucBalanced: 0.98,
    };
    const shown = { ...network, intervals: { aucBalanced: [0.8094, 0.8601] as const } };
    expect(cells([shown, ceiling]).map(([first]) => first)).toEqual(['*0.841*', '0.980']);
    const markup = renderMarkup(metricsTable([shown, ceiling], 0.38));
    expect(markup).toContain('<small>[0.809, 0.860]</small>');
    expect(markup.match(/class="ceiling"/g)).toHaveLength(1);
  });

  it('sets the row of the recipe’s temperature apart', () => {
    const markup = renderMarkup(metricsTable([network, { ...network, temperature: 1 }, grey], 0.38));
    expect(markup.match(/class="main"/g)).toHaveLength(1);
  });
});

describe('photosTable', () => {
  it('shows each photo beside the best baseline', () => {
    const photos = [{ title: 'a & b.jpg', measures: network, bestBaseline: 0.8 }];
    const markup = renderMarkup(photosTable(photos));
    expect(markup).toContain('Each of 1 held-out photo<');
    expect(markup).toContain('<th scope="row">a &amp; b.jpg</th>');
    expect(Array.from(markup.matchAll(/<td>([^<]*)/g), ([, text]) => text)).toEqual([
      '0.841',
      '0.886',
      '12.80',
      '0.612',
      '22.00',
      '0.900',
      '1.20',
      '0.95',
      '0.93',
      '1.2 %',
      '0.800',
    ]);
  });
});
