import { describe, expect, it } from '@jest/globals';

import { filesOfHtml, filesOfJson, headersFor, indexAt } from './package-index.ts';

describe('a package index', () => {
  it('names files in JSON', () => {
    const text = JSON.stringify({
      meta: { 'api-version': '1.1' },
      files: [{ filename: 'a-1.whl', url: '../../a-1.whl', hashes: {} }],
    });
    expect(filesOfJson(text, 'page')).toEqual(new Map([['a-1.whl', '../../a-1.whl']]));
    expect(() => filesOfJson('{"files":[{}]}', 'could not read page')).toThrow(
      /^could not read page: not an index: /,
    );
    expect(() => filesOfJson('no', 'could not read page')).toThrow(/^could not read page: not an index: /);
  });

  it('names files in HTML', () => {
    const text = `<!DOCTYPE html><body>
      <a href="/f/a-1.whl#sha256=12" data-requires-python="&gt;=3.9">a-1.whl</a><br/>
      <a data-yanked href='b-1.whl?x=1&amp;y=2'> b-1.whl </a></body>`;
    expect([...filesOfHtml(text)]).toEqual([
      ['a-1.whl', '/f/a-1.whl#sha256=12'],
      ['b-1.whl', 'b-1.whl?x=1&y=2'],
    ]);
  });

  it('keeps credentials out of its address and gives them to its own host only', () => {
    const index = indexAt('https://me:s%40crt@host.example/simple');
    expect(index.url.href).toBe('https://host.example/simple/');
    const token = Buffer.from('me:s@crt').toString('base64');
    expect(headersFor('https://host.example/a.whl', index)).toEqual({ authorization: `Basic ${token}` });
    expect(headersFor('https://elsewhere.example/a.whl', index)).toEqual({});
    expect(indexAt('http://host.example/simple/').headers).toEqual({});
  });

  it('refuses what is no address', () => {
    expect(() => indexAt('nowhere')).toThrow('PIP_INDEX_URL: expected the address of an index, got nowhere');
  });
});
