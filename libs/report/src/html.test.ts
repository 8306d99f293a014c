import { describe, expect, it } from '@jest/globals';

import { type Fragment, html, renderMarkup, trusted } from './html.ts';

describe('html', () => {
  it('escapes text and numbers, in content and in quoted attributes', () => {
    const hostile = `<img src=x onerror="alert('1')">&`;
    expect(renderMarkup(html`<p title="${hostile}">${hostile} ${1.5}</p>`)).toBe(
      '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;">' +
        '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp; 1.5</p>',
    );
  });

  it('takes markup as it is, once', () => {
    expect(renderMarkup(html`${html`<b>${'<'}</b>`}${trusted('<i>')}`)).toBe('<b>&lt;</b><i>');
  });

  it('joins lists and leaves no trace of nothing', () => {
    expect(renderMarkup(html`[${[html`<b>1</b>`, 'a', [null, '<']]}${null}${undefined}${false}${''}]`)).toBe(
      '[<b>1</b>a&lt;]',
    );
  });

  it('keeps a zero', () => {
    expect(renderMarkup(html`${0}`)).toBe('0');
  });

  it('does not take data that look like markup for markup', () => {
    const forged: Fragment = JSON.parse('[{"markup":"<script>"}]');
    expect(() => renderMarkup(html`${forged}`)).toThrow();
  });
});
