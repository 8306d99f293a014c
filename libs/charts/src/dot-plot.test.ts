import { describe, expect, it } from '@jest/globals';

import { dotPlot } from './dot-plot.ts';

describe('dotPlot', () => {
  it('places dots in the order of their values on one scale, in an axis that reaches intervals too', () => {
    const svg = dotPlot({
      title: 't',
      xLabel: 'AuC',
      rows: [
        { label: 'network', value: 0.84, interval: [0.7, 0.9], isEmphasised: true },
        { label: 'grey', value: 0.8 },
      ],
    });
    const [network = 0, grey = 0] = Array.from(svg.matchAll(/cx="([\d.]+)"/g), ([, x]) => Number(x));
    expect(network).toBeGreaterThan(grey);
    expect(svg).toContain('>0.70</text>');
    expect(svg).toContain('>0.90</text>');
  });

  it('colours only what is emphasised', () => {
    const rows = [
      { label: 'a', value: 1, isEmphasised: true },
      { label: 'b', value: 2 },
    ];
    expect(dotPlot({ title: 't', xLabel: '', rows }).match(/<circle class="tt-f0"/g)).toHaveLength(1);
  });
});
