import { describe, expect, it } from '@jest/globals';

import { element, escapeXml, fixed } from './svg.ts';

describe('fixed', () => {
  it('keeps two decimals, drops trailing zeros and never writes a negative zero', () => {
    expect([1, 1.5, 1 / 3, -0.001, 1e6].map(fixed)).toEqual(['1', '1.5', '0.33', '0', '1000000']);
  });

  it('refuses what is not a coordinate', () => {
    expect(() => fixed(NaN)).toThrow('expected a finite coordinate, got NaN');
  });
});

describe('element', () => {
  it('escapes attributes, leaves undefined ones out and closes itself without children', () => {
    expect(element('rect', { x: 1.234, class: `"<&'`, fill: undefined })).toBe(
      '<rect x="1.23" class="&quot;&lt;&amp;&#39;"/>',
    );
  });

  it('takes children as markup', () => {
    expect(element('g', {}, element('path', {}), 'x')).toBe('<g><path/>x</g>');
  });
});

describe('escapeXml', () => {
  it('escapes once and removes control characters that XML forbids', () => {
    expect(escapeXml('a\u0000\u0007b\tc &amp;')).toBe('ab\tc &amp;amp;');
  });
});
