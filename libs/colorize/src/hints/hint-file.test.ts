import { describe, expect, it } from '@jest/globals';

import { applyHintFile, encodeHintFile, parseHintFile } from './hint-file.ts';

const HINTS = [
  { x: 0.25, y: 1, a: -12.345678901, b: 128 },
  { x: 0, y: 0.1 + 0.2, a: 0, b: -128 },
];

describe('a file of hints', () => {
  it('holds them to the last bit, and settings that are asked for', () => {
    const text = encodeHintFile({ settings: { temperature: 0.4 }, hints: HINTS });
    expect(parseHintFile(text, 'a')).toEqual({
      formatVersion: 1,
      settings: { temperature: 0.4 },
      hints: HINTS,
    });
    expect(parseHintFile(encodeHintFile({ hints: [] }), 'a')).toEqual({
      formatVersion: 1,
      settings: {},
      hints: [],
    });
  });

  it('has settings that give way to those that are asked for', () => {
    const file = parseHintFile(
      encodeHintFile({ settings: { temperature: 0.4, saturation: 2 }, hints: HINTS }),
      'a',
    );
    expect(applyHintFile(file, { temperature: 1, detail: 64 })).toEqual({
      ...{ temperature: 1, saturation: 2, detail: 64 },
      hints: HINTS,
    });
  });

  const remedy = '; correct it there or save the hints again';
  it.each([
    ['{', /^old\.hints\.json: expected JSON with hints: .*; correct it there or save the hints again$/],
    ['[]', /^old\.hints\.json: .*expected object.*; correct/],
    [
      '{ "formatVersion": 2, "hints": [] }',
      `old.hints.json: formatVersion: expected 1, got 2; update Tintype if a newer one wrote it${remedy}`,
    ],
    [
      '{ "formatVersion": 1, "hints": [{ "x": 0.5, "y": 1.2, "a": 0, "b": 0 }] }',
      `old.hints.json: hints[0].y: expected a number from 0 to 1, got 1.2${remedy}`,
    ],
    [
      '{ "formatVersion": 1, "hints": [{ "x": 0.5, "y": 1, "a": 0, "b": -129 }] }',
      `old.hints.json: hints[0].b: expected a number from -128 to 128, got -129${remedy}`,
    ],
    [
      '{ "formatVersion": 1, "hints": [{ "x": 0.5, "y": 1, "a": "red", "b": 0 }] }',
      `old.hints.json: hints[0].a: expected a number from -128 to 128, got "red"${remedy}`,
    ],
    [
      '{ "formatVersion": 1, "hints": [], "settings": { "saturation": 5 } }',
      /settings\.saturation: expected a number from 0 to 4, got 5/,
    ],
    ['{ "formatVersion": 1, "hints": [], "setings": {} }', /setings/],
    ['{ "formatVersion": 1 }', /hints: /],
  ])('says what is wrong with %s', (text, message) => {
    expect(() => parseHintFile(text, 'old.hints.json')).toThrow(message);
  });
});
